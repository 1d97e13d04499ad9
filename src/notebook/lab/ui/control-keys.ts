import type { Plugin } from './choose-plugins.js';

/** With this an element keeps all its keys to itself. */
const KEEPS = 'data-lm-suppress-shortcuts';

/**
 * Keys on a control move the control: without the attribute the arrows would choose another cell. Those with Ctrl or
 * Cmd are still the notebook's, as Ctrl+S is.
 */
export const controlKeys: Plugin = {
  id: 'listenlab:control-keys',
  description: 'Leaves the keys on a slider to the slider, and shortcuts to the notebook.',
  autoStart: true,
  activate: () => {
    document.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element && target.matches('.noUi-handle')) target.setAttribute(KEEPS, 'true');
    });
    // At the window this comes before Jupyter's own listener.
    const letThrough = ({ target, ctrlKey, metaKey }: KeyboardEvent) => {
      if (!(ctrlKey || metaKey) || !(target instanceof Element) || !target.hasAttribute(KEEPS)) return;
      target.removeAttribute(KEEPS);
      setTimeout(() => target.setAttribute(KEEPS, 'true'));
    };
    window.addEventListener('keydown', letThrough, true);
  },
};
