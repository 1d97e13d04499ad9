import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { currentFrontEnd } from './front-end.js';

// What cells get that import from 'tslab': the interface of tslab 1.0.22, without its 47 MB, on the running kernel.

/** Shows values of one MIME type each. */
export interface Display {
  javascript(s: string): void;
  html(s: string): void;
  markdown(s: string): void;
  latex(s: string): void;
  svg(s: string): void;
  png(b: Uint8Array): void;
  jpeg(b: Uint8Array): void;
  gif(b: Uint8Array): void;
  pdf(b: Uint8Array): void;
  text(s: string): void;
  raw(contentType: string, b: string | Uint8Array): void;
}

/** Shows values, each in a place of its own. */
export const display: Display = displayTo((bundle) => currentFrontEnd().display(bundle));

/** A display whose values take the place of each other. */
export function newDisplay(): Display {
  const displayId = randomUUID();
  let update = false;
  return displayTo((bundle) => {
    currentFrontEnd().display(bundle, { displayId, update });
    update = true;
  });
}

/** Versions of tslab, whose interface this is, of the compiler of cells, and of Node.js. */
export const versions: { readonly tslab: string; readonly typescript: string; readonly node: string } = {
  tslab: '1.0.22',
  typescript: createRequire(import.meta.url)('typescript/package.json').version,
  node: process.version,
};

function displayTo(show: (bundle: Record<string, string>) => void): Display {
  const raw = (contentType: string, b: string | Uint8Array) =>
    show({ [contentType]: typeof b === 'string' ? b : Buffer.from(b).toString('base64') });
  return {
    raw,
    javascript: (s) => raw('text/javascript', s),
    html: (s) => raw('text/html', s),
    markdown: (s) => raw('text/markdown', s),
    latex: (s) => raw('text/latex', s),
    svg: (s) => raw('image/svg+xml', s),
    png: (b) => raw('image/png', b),
    jpeg: (b) => raw('image/jpeg', b),
    gif: (b) => raw('image/gif', b),
    pdf: (b) => raw('application/pdf', b),
    text: (s) => raw('text/plain', s),
  };
}
