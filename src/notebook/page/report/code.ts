import { copyText } from '../copy-text.js';
import { pageWord } from './page-words.js';

/** How long a button shows its confirmation, in milliseconds. */
const COPY_NOTE = 2000;

/**
 * The button that opens and folds all code. Open cells stay open when the page is reloaded in its tab, identified by
 * cell id, unless storage is forbidden.
 */
export function startCode(): void {
  const key = `listenlab-code:${location.pathname}`;
  const control = document.getElementById('page_code') as HTMLButtonElement;
  const blocks = Array.from(document.querySelectorAll<HTMLDetailsElement>('details.code'));
  const show = () => control.setAttribute('aria-pressed', String(blocks.every((block) => block.open)));
  control.hidden = blocks.length === 0;
  restore(key, blocks);
  show();
  for (const block of blocks) {
    block.addEventListener('toggle', () => {
      show();
      keep(key, blocks);
    });
  }
  control.addEventListener('click', () => {
    const open = control.getAttribute('aria-pressed') !== 'true';
    for (const block of blocks) block.open = open;
    show();
  });
}

function keep(key: string, blocks: readonly HTMLDetailsElement[]): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(blocks.filter(({ open }) => open).map(cellOf)));
  } catch {
    // Kept in the page only.
  }
}

function restore(key: string, blocks: readonly HTMLDetailsElement[]): void {
  try {
    const open = new Set(JSON.parse(sessionStorage.getItem(key) ?? '[]'));
    for (const block of blocks) block.open ||= open.has(cellOf(block));
  } catch {
    // All stay folded.
  }
}

function cellOf(block: Element): string {
  return (block.closest('.cell') ?? block).id;
}

/** A button on each block of code that copies it. */
export function startCopying(): void {
  for (const frame of document.querySelectorAll('.code-frame')) {
    const control = document.createElement('button');
    control.type = 'button';
    control.className = 'copy';
    const say = (text: string) => {
      control.textContent = text;
    };
    say(pageWord('copy'));
    control.setAttribute('aria-live', 'polite');
    control.addEventListener('click', async () => {
      say(
        (await copyText(frame.querySelector('code')?.textContent ?? ''))
          ? pageWord('copied')
          : pageWord('notCopied'),
      );
      setTimeout(() => say(pageWord('copy')), COPY_NOTE);
    });
    frame.append(control);
  }
}
