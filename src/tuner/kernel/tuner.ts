import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Dataset } from '../../data/dataset/dataset.js';
import { readAlsOptions } from '../../engine/als/options.js';
import { requireDataset } from '../../engine/matrix/check-interactions.js';
import { Interactions } from '../../engine/matrix/interactions.js';
import { JUPYTER_DISPLAY } from '../../notebook/display/front-end.js';
import { anywidget } from '../../notebook/widgets/anywidget.js';
import type { Widget } from '../../notebook/widgets/widget.js';
import { anything, type Given, readOptions } from '../../util/checks.js';
import { INSPECT } from '../../util/description.js';
import type { MimeBundle } from '../../util/kernel-context.js';
import { ORIGINAL_RECIPE, type TunerOptions } from '../session/messages.js';
import { packInteractions } from '../subset/pack.js';
import { chooseSubset, SUBSET_CHECKS, type SubsetOptions } from '../subset/subset.js';
import { KernelSessions, type ViewMessage } from './kernel-sessions.js';
import { TUNER_TYPE } from './report.js';

/** Initial state; everything is optional. */
export interface TunerSetup extends SubsetOptions {
  /** Heading. Default: the dataset's title. */
  title?: string;
  /** Initial settings of the knobs. Default: the original recipe, which is the trainer's default. */
  options?: Given<TunerOptions>;
  /** Options for a button "Best known settings"; omitted ones are as in the original recipe. Default: no button. */
  best?: Given<TunerOptions>;
  /** The artist whose similar artists are shown first. Default: the one with the most listeners. */
  artist?: string;
  /** The artists liked initially. Default: the two with the most listeners. */
  likes?: readonly string[];
}

const CHECKS = {
  ...SUBSET_CHECKS,
  title: anything,
  options: anything,
  best: anything,
  artist: anything,
  likes: anything,
};

/** A panel with the trainer's knobs, in a notebook. */
export interface Tuner extends Widget {
  /** Current settings of the knobs, for `trainAls`. */
  readonly options: TunerOptions;
  /** Calls `handle` whenever a knob is turned. @returns a function that unsubscribes */
  onChange(handle: (options: TunerOptions) => unknown): () => void;
}

/**
 * Shows a panel with the trainer's knobs: whenever one is turned, a model is trained and the panel shows its loss, its
 * quality on held-out plays, the artists similar to one, and recommendations for a listener who likes some.
 *
 * It trains in the reader's browser, on the subset of plays that `chooseSubset` selects: the most popular artists and a
 * sample of the users. A switch trains on all plays in the kernel instead. A run is warm-started from the previous
 * model, which is fast, and then repeated from the seed as a check; a newer run cancels it.
 *
 * @example
 * const panel = await tuner(dataset, { artists: 1000, artist: 'radiohead' });
 * panel // the last value of a cell is shown
 * // in the next cell, with what the sliders say:
 * const model = await trainAls(await dataset.interactions(), panel.options);
 * @param source a cleaned dataset, or (users x artists) plays
 * @param setup see {@link TunerSetup}; `artists`, `users` and `plays` set the size of the subset
 * @throws InputError for an impossible option, an artist missing from the subset, or an empty subset
 * Cost: reading the matrix, two passes over it, and 10 ms per 100,000 plays of the subset.
 * @category Show
 */
export async function tuner(source: Dataset | Interactions, setup: TunerSetup = {}): Promise<Tuner> {
  if (!(source instanceof Interactions)) requireDataset(source);
  const given = readOptions(setup, CHECKS, {});
  const { title = titleOf(source), options, best, artist, likes, ...size } = given;
  for (const knobs of [{ ...options }, { ...best }]) readAlsOptions(knobs);
  const first = { ...ORIGINAL_RECIPE, ...options } as TunerOptions;
  const interactions = source instanceof Interactions ? source : await source.interactions();
  const { subset, whose } = await chooseSubset(interactions, size);
  const known = (name: string) => subset.artists.names[subset.artists.index(name)];
  const about = {
    title,
    ...(whose && { chosenFrom: { listeners: interactions.users.size, whose } }),
    ...(best && { best }),
    ...(artist !== undefined && { artist: known(artist) }),
    ...(likes && { likes: likes.map(known) }),
  };
  const packed = await packInteractions(subset);
  const esm = await readFile(path.join(import.meta.dirname, '../panel.js'), 'utf8');
  const widget = anywidget({ esm, state: { packed, about, options: first, inKernel: false } });
  const sessions = new KernelSessions(interactions, (view, reply) => {
    widget.send({ kind: 'session', view, reply });
  });
  widget.onMessage((content) => {
    const message = content as ViewMessage | { readonly kind: 'plotly' };
    if (message.kind === 'plotly') return sendPlotly(widget.send);
    // Not awaited: the next message may cancel what this one starts.
    sessions.take(message);
  });
  const describe = () => `[tuner: ${describeOptions(widget.state.options)}]`;
  return {
    model: widget.model,
    describe,
    [INSPECT]: describe,
    get options() {
      return { ...widget.state.options };
    },
    onChange: (handle) => widget.onChange('options', (changed) => handle({ ...changed })),
    [JUPYTER_DISPLAY](): MimeBundle {
      const subsetText = Buffer.from(packed).toString('base64');
      return {
        ...widget[JUPYTER_DISPLAY](),
        [TUNER_TYPE]: { ...about, options: widget.state.options, subset: subsetText },
        'text/plain': describe(),
      };
    },
    close() {
      sessions.close();
      widget.close();
    },
  };
}

function titleOf(source: Dataset | Interactions): string {
  return source instanceof Interactions ? 'Tune the model' : source.title;
}

/** `factors 20, alpha 15, ...` */
function describeOptions(options: TunerOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

async function sendPlotly(send: (content: Record<string, unknown>) => void): Promise<void> {
  const file = createRequire(import.meta.url).resolve('plotly.js-dist-min/plotly.min.js');
  send({ kind: 'plotly', text: await readFile(file, 'utf8') });
}
