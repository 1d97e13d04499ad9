import { createHash } from 'node:crypto';

/** A script inside the page, and the entry of the page's security policy that lets it run. */
export interface InlineScript {
  html: string;
  /** `'sha256-...'`, with its quotes. */
  source: string;
}

/**
 * Wraps JavaScript in an element and hashes it, so that this text may run in the page and no other.
 *
 * @throws Error when the code would end its element early, or begin a state in which its end is not seen
 */
export function inlineScript(code: string): InlineScript {
  if (/<\/?script/i.test(code)) throw new Error('a script inside the report contains a script tag');
  const hash = createHash('sha256').update(code, 'utf8').digest('base64');
  return { html: `<script>${code}</script>`, source: `'sha256-${hash}'` };
}

/**
 * The policy of a page that runs only these scripts and asks no host for anything.
 *
 * @param trains lets it compile WebAssembly, and run workers whose text it has in it
 */
export function securityPolicy(scripts: InlineScript[], trains: boolean): string {
  const sources = scripts.map(({ source }) => source);
  return [
    "default-src 'none'",
    `script-src ${[...sources, ...(trains ? ["'wasm-unsafe-eval'"] : [])].join(' ')}`,
    ...(trains ? ['worker-src blob:'] : []),
    // Plotly, and tables that align their cells, write style attributes.
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
