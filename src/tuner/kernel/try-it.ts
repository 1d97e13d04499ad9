import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { nameSettings } from '../../engine/evaluate/settings/settings-comparison.js';
import type { Model } from '../../engine/model/model.js';
import { requireModel } from '../../engine/model/require-model.js';
import { JUPYTER_DISPLAY } from '../../notebook/display/front-end.js';
import { anywidget } from '../../notebook/widgets/anywidget.js';
import type { Widget } from '../../notebook/widgets/widget.js';
import { anything, readOptions, trueOrFalse } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { formatCount, formatPlural } from '../../util/format.js';
import type { MimeBundle } from '../../util/kernel-context.js';
import { portableModel, type TryOutput } from '../try-it/portable-model.js';
import { TRY_TYPE } from './report.js';

/** Initial state; everything is optional. */
export interface TryOptions {
  /** The artist whose similar artists are shown first. Default: the one with the most listeners. */
  artist?: string;
  /** The artists liked initially. Default: the two with the most listeners. */
  likes?: readonly string[];
  /** Whether to show recommendations, too. Default true. */
  recommend?: boolean;
  /** Approximate size in a report in bytes, 1 or more. Default 1,000,000: some 20,000 artists of 20 factors. */
  bytes?: number;
}

const CHECKS = {
  artist: anything,
  likes: anything,
  recommend: trueOrFalse,
  bytes: (value: unknown) => (typeof value === 'number' && value >= 1 ? undefined : 'a number of 1 or more'),
};
const DEFAULTS = { recommend: true, bytes: 1_000_000 };

/**
 * A search box for any artist with the artists similar to it, and recommendations for a listener who likes some. It
 * runs in the page of a notebook or report, without a kernel. The page gets the artists' factors in 8 bits, and says which
 * settings the model has; of ten
 * artists it lists, one or two may differ from the model's (`quantiseFactors` says how often). It contains no listening
 * data.
 *
 * @example
 * await tryIt(model, { artist: 'radiohead' }) // the last value of a cell is shown
 * @param model made by `trainAls`
 * @param options see {@link TryOptions}; if not all artists fit, those with the most listeners are included, and the
 * page says so
 * @throws InputError for an unknown artist, an impossible number of bytes, or a model that does not say how it was
 * trained
 * Cost: a pass over the artists' factors, and two over the plays for their median.
 * @category Show
 */
export async function tryIt(model: Model, options: TryOptions = {}): Promise<Widget> {
  requireModel(model);
  const { artist, likes, recommend, bytes } = readOptions(options, CHECKS, DEFAULTS);
  const portable = await portableModel(model, bytes);
  const present = new Set(portable.artists);
  const known = (name: string) => {
    const spelled = model.artists.names[model.artists.index(name)];
    if (present.has(spelled)) return spelled;
    throw new InputError(
      `artist '${spelled}' has too few listeners to be among the ${formatCount(present.size)} artists that fit; allow more bytes`,
    );
  };
  const data: TryOutput = {
    ...(artist !== undefined && { artist: known(artist) }),
    ...(likes && { likes: likes.map(known) }),
    recommend,
    settings: nameSettings({ ...model.training, factors: model.factors }),
    model: portable,
  };
  const text = `[try it yourself: ${formatPlural(portable.artists.length, 'artist')}]`;
  const esm = await readFile(path.join(import.meta.dirname, '../try.js'), 'utf8');
  const widget = anywidget({ esm, state: { data }, text });
  return {
    ...widget,
    [JUPYTER_DISPLAY](): MimeBundle {
      return { ...widget[JUPYTER_DISPLAY](), [TRY_TYPE]: data, 'text/plain': text };
    },
  };
}
