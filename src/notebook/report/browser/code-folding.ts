/**
 * The button that opens and folds all code. What is open stays open when the page is loaded again in its
 * tab, told by the ids of the cells; where storage is forbidden, it is forgotten.
 */
export const CODE_FOLDING = `
  function startCode() {
    const key = 'listenlab-code:' + location.pathname;
    const control = /** @type {HTMLButtonElement} */ (document.getElementById('page_code'));
    const blocks = /** @type {HTMLDetailsElement[]} */ (Array.from(document.querySelectorAll('details.code')));
    const cellOf = (/** @type {Element} */ block) => (block.closest('.cell') || block).id;
    const show = () => control.setAttribute('aria-pressed', String(blocks.every((block) => block.open)));
    const keep = () => {
      const open = blocks.filter((block) => block.open).map(cellOf);
      try { sessionStorage.setItem(key, JSON.stringify(open)); } catch (error) { /* kept in the page only */ }
    };
    const restore = () => {
      try {
        const open = new Set(JSON.parse(sessionStorage.getItem(key) || '[]'));
        for (const block of blocks) block.open = block.open || open.has(cellOf(block));
      } catch (error) { /* all stay folded */ }
    };
    control.hidden = blocks.length === 0;
    restore();
    show();
    for (const block of blocks) block.addEventListener('toggle', () => { show(); keep(); });
    control.addEventListener('click', () => {
      const open = control.getAttribute('aria-pressed') !== 'true';
      for (const block of blocks) block.open = open;
      show();
    });
  }
`;
