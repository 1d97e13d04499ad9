import { h } from './dom.js';
import { STYLES } from './styles.js';

/** What a panel is made of, in the order of its page. */
export interface PanelParts {
  readonly about: HTMLElement;
  /** Left out where there is no kernel. */
  readonly kernelSwitch?: HTMLElement;
  readonly controls: HTMLElement;
  readonly presets: readonly HTMLElement[];
  readonly compared: HTMLElement;
  readonly loss: HTMLElement;
  readonly status: HTMLElement;
  readonly quality: HTMLElement;
  readonly similar: HTMLElement;
  readonly recommended: HTMLElement;
}

/** Puts the parts of a panel together, with their styles. */
export function layOut(title: string, parts: PanelParts): HTMLElement {
  const { about, kernelSwitch, controls, presets, compared, loss, status, quality } = parts;
  const body = h(
    'div',
    { class: 'll-body' },
    h('header', {}, h('h2', {}, title), about, ...(kernelSwitch ? [kernelSwitch] : [])),
    h(
      'div',
      { class: 'll-controls' },
      controls,
      h('div', { class: 'll-presets' }, ...presets),
      compared,
      loss,
    ),
    h('div', { class: 'll-results' }, status, quality),
    parts.similar,
    parts.recommended,
  );
  return framed(`tuner: ${title}`, '', body);
}

/**
 * A panel's content in its frame, which has the styles.
 *
 * @param label for who cannot see it
 * @param kind a further class of the frame
 */
export function framed(label: string, kind: string, body: HTMLElement): HTMLElement {
  const group = { class: `ll-tuner ${kind}`.trim(), role: 'group', 'aria-label': label };
  const panel = h('div', group, h('style', {}, STYLES), body);
  panel.addEventListener('focusin', ({ target }) => keepKeys(target as Element));
  return panel;
}

/** A switch with its label. */
export function switchOf(label: string, onTurn: (isOn: boolean) => void): HTMLElement {
  const input = h('input', { type: 'checkbox', role: 'switch' });
  input.addEventListener('change', () => onTurn(input.checked));
  return h('label', { class: 'll-switch' }, input, label);
}

/** JupyterLab takes keys for its own, arrows too, unless the very element that has the focus says this. */
function keepKeys(element: Element): void {
  element.setAttribute('data-lm-suppress-shortcuts', 'true');
}
