import { scrollBox } from './scroll-box.js';

/** Highlighted code in the frame where the page's script puts a button that copies it. */
export function codeBlock(html: string): string {
  return `<div class="code-frame"><pre class="code-block" ${scrollBox('Code')}><code>${html}</code></pre></div>`;
}
