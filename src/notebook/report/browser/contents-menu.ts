/** The contents: behind a button on a narrow page, marking the heading that is being read. */
export const CONTENTS_MENU = `
  const links = /** @type {HTMLAnchorElement[]} */ (Array.from(document.querySelectorAll('.contents a')));

  function startContents() {
    const root = document.documentElement;
    const control = /** @type {HTMLButtonElement} */ (document.getElementById('page_contents_toggle'));
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
    if (links.length === 0) return;
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
`;
