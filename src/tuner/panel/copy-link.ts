import { copyText } from '../../notebook/page/copy-text.js';
import { button } from './dom.js';
import { say } from './say.js';

/** How long the button says what it did, in milliseconds. */
const SAID_FOR = 2_000;

/**
 * A button that copies an address of the page.
 *
 * @param text what is linked, as `Copy a link to this answer`
 * @param link asked when the button is pressed
 */
export function copyLinkButton(text: string, link: () => string): HTMLButtonElement {
  let back: ReturnType<typeof setTimeout> | undefined;
  const made = button(text, async () => {
    made.textContent = say((await copyText(link())) ? 'linkCopied' : 'linkNotCopied');
    clearTimeout(back);
    back = setTimeout(() => {
      made.textContent = text;
    }, SAID_FOR);
  });
  made.setAttribute('aria-live', 'polite');
  return made;
}
