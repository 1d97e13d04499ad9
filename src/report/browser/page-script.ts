/**
 * The page's controls: theme, code, contents, and which heading is being read. Tells the figures of a new
 * theme by an event, so that neither script knows the other.
 */
export const PAGE_SCRIPT = `
(function () {
  'use strict';
  const root = document.documentElement;
  const button = (/** @type {string} */ id) => /** @type {HTMLButtonElement} */ (document.getElementById(id));
  const links = /** @type {HTMLAnchorElement[]} */ (Array.from(document.querySelectorAll('.contents a')));

  function startTheme() {
    const control = button('page_theme');
    const system = matchMedia('(prefers-color-scheme: dark)');
    const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
    const show = () => {
      control.setAttribute('aria-pressed', String(isDark()));
      document.dispatchEvent(new Event('themechange'));
    };
    control.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      try { localStorage.setItem('listenlab-theme', root.dataset.theme); } catch (error) { /* kept in memory only */ }
      show();
    });
    system.addEventListener('change', show);
    show();
  }

  function startCode() {
    const control = button('page_code');
    const blocks = /** @type {HTMLDetailsElement[]} */ (Array.from(document.querySelectorAll('details.code')));
    control.hidden = blocks.length === 0;
    control.addEventListener('click', () => {
      const open = control.getAttribute('aria-pressed') !== 'true';
      control.setAttribute('aria-pressed', String(open));
      for (const block of blocks) block.open = open;
    });
  }

  function startContents() {
    const control = button('page_contents_toggle');
    const show = (/** @type {boolean} */ open) => {
      root.classList.toggle('contents-open', open);
      control.setAttribute('aria-expanded', String(open));
    };
    control.addEventListener('click', () => show(control.getAttribute('aria-expanded') !== 'true'));
    for (const link of links) link.addEventListener('click', () => show(false));
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || control.getAttribute('aria-expanded') !== 'true') return;
      show(false);
      control.focus();
    });
  }

  // The heading being read is the last one that has passed the upper quarter of the screen.
  function startReading() {
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let waiting = false;
    const mark = () => {
      waiting = false;
      const line = innerHeight / 4;
      let current = 0;
      headings.forEach((heading, i) => { if (heading && heading.getBoundingClientRect().top < line) current = i; });
      links.forEach((link, i) => {
        if (i !== current) link.removeAttribute('aria-current');
        else if (!link.hasAttribute('aria-current')) {
          link.setAttribute('aria-current', 'true');
          keepInSight(link);
        }
      });
    };
    addEventListener('scroll', () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(mark);
    }, { passive: true });
    mark();
  }

  function keepInSight(/** @type {HTMLElement} */ link) {
    const list = /** @type {HTMLElement} */ (link.closest('.contents'));
    const place = link.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    if (place.top < frame.top) list.scrollTop -= frame.top - place.top + 16;
    else if (place.bottom > frame.bottom) list.scrollTop += place.bottom - frame.bottom + 16;
  }

  startTheme();
  startCode();
  startContents();
  if (links.length > 0) startReading();
})();
`;
