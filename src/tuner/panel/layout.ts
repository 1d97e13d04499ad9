import type { TunerOptions } from '../session/messages.js';
import { button, h } from './dom.js';
import { say } from './say.js';

/** The style sheet of the panel, `styles/panel.css`, bundled and inserted by the build. */
declare const PANEL_STYLES: string;

/** The parts of a panel, in page order. */
interface PanelParts {
  readonly about: HTMLElement;
  /** Omitted without a kernel. */
  readonly kernelSwitch?: HTMLElement;
  readonly status: HTMLElement;
  readonly controls: HTMLElement;
  readonly presets: readonly HTMLElement[];
  readonly compared: HTMLElement;
  readonly quality: HTMLElement;
  readonly loss: HTMLElement;
  readonly similar: HTMLElement;
  readonly recommended: HTMLElement;
}

/** Puts the parts of a panel together, with their styles. */
export function layOut(title: string, parts: PanelParts): HTMLElement {
  const { about, kernelSwitch, status, controls, presets, compared, quality, loss } = parts;
  const body = h(
    'div',
    { class: 'll-body' },
    h('header', {}, h('h2', {}, title), about, ...(kernelSwitch ? [kernelSwitch] : [])),
    // The status stays in sight next to the knobs and charts.
    h(
      'div',
      { class: 'll-work' },
      status,
      h('div', { class: 'll-controls' }, controls, h('div', { class: 'll-presets' }, ...presets), compared),
      h('div', { class: 'll-results' }, quality, loss),
    ),
    parts.similar,
    parts.recommended,
  );
  return framed(say('tuningPanel', { title }), '', body);
}

/**
 * A panel's content in its frame, with the styles.
 *
 * @param label accessible name
 * @param kind a further class of the frame
 */
export function framed(label: string, kind: string, body: HTMLElement): HTMLElement {
  const group = { class: `ll-tuner ll-palette ${kind}`.trim(), role: 'group', 'aria-label': label };
  const panel = h('div', group, h('style', {}, PANEL_STYLES), body);
  panel.addEventListener('focusin', ({ target }) => keepKeys(target as Element));
  return panel;
}

/** A switch with its label. */
export class Switch {
  readonly element: HTMLElement;
  readonly #input = h('input', { type: 'checkbox', role: 'switch' });

  constructor(label: string, onTurn: (isOn: boolean) => void) {
    this.element = h('label', { class: 'll-switch' }, this.#input, label);
    this.#input.addEventListener('change', () => onTurn(this.#input.checked));
  }

  show(isOn: boolean): void {
    this.#input.checked = isOn;
  }

  /** Disables it for good. */
  disable(): void {
    this.#input.disabled = true;
    this.element.classList.add('ll-disabled');
  }
}

/** JupyterLab captures keys, even arrows, unless the focused element itself has this attribute. */
function keepKeys(element: Element): void {
  element.setAttribute('data-lm-suppress-shortcuts', 'true');
}

/** The name of the file; `listenlab run` and `listenlab train` take it with `--set @settings.json`. */
const FILE = 'settings.json';

/** A button that saves the knobs' settings in the format of `listenlab tune --output`. */
export function saveSettingsButton(options: () => TunerOptions): HTMLButtonElement {
  return button(say('saveSettings'), () => save(`${JSON.stringify(options(), null, 2)}\n`), {
    title: say('savesSettings', { file: FILE }),
  });
}

function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href: address, download: FILE }).click();
  // After the click has been handled, when the download has started.
  setTimeout(() => URL.revokeObjectURL(address));
}
