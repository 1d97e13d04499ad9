/**
 * A button on each block of code that copies it. Where the page may not write to the clipboard, as in some
 * browsers from disk, the text is selected in a hidden field and copied from there.
 */
export const COPY_BUTTONS = `
  // How long a button says what it did, in milliseconds.
  const COPY_NOTE = 2000;

  function copyFromField(/** @type {string} */ text) {
    const field = document.createElement('textarea');
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    field.value = text;
    field.setAttribute('readonly', '');
    field.className = 'copy-field';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    if (before) before.focus({ preventScroll: true });
    return done;
  }

  async function copyText(/** @type {string} */ text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      return copyFromField(text);
    }
  }

  function startCopying() {
    for (const frame of document.querySelectorAll('.code-frame')) {
      const control = document.createElement('button');
      control.type = 'button';
      control.className = 'copy';
      const say = (/** @type {string} */ text) => { control.textContent = text; };
      say('Copy');
      control.setAttribute('aria-live', 'polite');
      control.addEventListener('click', async () => {
        const code = frame.querySelector('code');
        say((await copyText((code && code.textContent) || '')) ? 'Copied' : 'Not copied');
        setTimeout(() => say('Copy'), COPY_NOTE);
      });
      frame.append(control);
    }
  }
`;
