import type { Plugin } from './choose-plugins.js';

/** Keys on a slider's handle move the slider: without this attribute the arrows would choose another cell. */
export const sliderKeys: Plugin = {
  id: 'listenlab:slider-keys',
  description: 'Leaves the keys on a slider to the slider.',
  autoStart: true,
  activate: () => {
    document.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element && target.matches('.noUi-handle')) {
        target.setAttribute('data-lm-suppress-shortcuts', 'true');
      }
    });
  },
};
