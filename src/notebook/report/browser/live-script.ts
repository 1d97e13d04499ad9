/**
 * Starts the panels: each when it comes near the screen, for it may begin to train at once. What starts them is in the
 * page before this script where there are such panels.
 */
export const LIVE_SCRIPT = `
(function () {
  'use strict';
  function dataOf(/** @type {HTMLElement} */ place) {
    const own = JSON.parse(/** @type {HTMLElement} */ (place.querySelector('script')).textContent || '{}');
    const bulk = document.getElementById(place.dataset.from || '');
    own[place.dataset.bulk || ''] = JSON.parse((bulk && bulk.textContent) || 'null');
    return own;
  }

  function start(/** @type {HTMLElement} */ place) {
    const area = /** @type {HTMLElement} */ (place.querySelector('.live-area'));
    try {
      const panel = place.dataset.live === 'tuner' ? window.listenlabTuner : window.listenlabTry;
      if (panel) panel.mount(area, dataOf(place));
    } catch (error) {
      area.textContent = 'This panel could not be started: ' + (error instanceof Error ? error.message : error);
    }
  }

  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      start(/** @type {HTMLElement} */ (target));
    }
  }, { rootMargin: '50%' });
  document.querySelectorAll('.live').forEach((place) => watcher.observe(place));
})();
`;
