import type { PartAddress } from '../../notebook/page/address.js';
import { ORIGINAL_RECIPE, type TunerOptions } from '../session/messages.js';
import { bytesOf } from '../subset/packed-bytes.js';
import { KernelLink, type WidgetFrontEnd, watchKernel } from './kernel-link.js';
import { KNOBS } from './knobs.js';
import { type PanelData, TunerPanel } from './tuner-panel.js';

/** The content of an output of type `application/vnd.listenlab.tuner+json`. */
interface TunerOutput extends Omit<PanelData, 'packed'> {
  /** Output of `packInteractions`, in base64. */
  readonly subset: string;
}

/** What the page's address may hold: the settings of the knobs. */
export const addressKeys: readonly string[] = KNOBS.map(({ name }) => name);

/**
 * Shows the panel in a page without a kernel, such as a report.
 *
 * @example
 * // in a page with panel-script.js in it; its CSP needs worker-src blob: and script-src 'wasm-unsafe-eval' const
 * takeAway = listenlabTuner.mount(document.getElementById('tuner'), output);
 * @param el an empty element
 * @param output the output's data; the page's Plotly (`globalThis.Plotly`) is used; without it there are only numbers
 * @param address where the page's address holds the settings, if it does
 * @returns a function that removes it
 * @throws DOMException when the subset is not base64; other errors are shown in the panel
 */
export function mount(
  el: HTMLElement,
  { subset, options, ...data }: TunerOutput,
  address?: PartAddress,
): () => void {
  // A page's data may come from another release.
  const known = { ...ORIGINAL_RECIPE, ...options };
  const panel = new TunerPanel(el, { ...data, options: known, packed: bytesOf(subset) }, { address });
  return () => panel.close();
}

/** The front end of a widget, by the contract of anywidget. */
export default {
  initialize({ model }: { model: WidgetFrontEnd }): void {
    watchKernel(model);
  },
  render({ model, el }: { model: WidgetFrontEnd; el: HTMLElement }): () => void {
    const packed = viewOf(model.get('packed') as DataView | Uint8Array);
    const data = {
      ...(model.get('about') as PanelData),
      options: model.get('options') as TunerOptions,
      packed,
    };
    const kernel = new KernelLink(model);
    const panel = new TunerPanel(el, { ...data, inKernel: model.get('inKernel') === true }, { kernel });
    const ends = [
      kernel.onChange('options', () => panel.follow(model.get('options') as TunerOptions)),
      kernel.onChange('inKernel', () => panel.train(model.get('inKernel') === true)),
      kernel.onGone(() => panel.loseKernel()),
    ];
    return () => {
      for (const end of ends) end();
      panel.close();
    };
  },
};

function viewOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
