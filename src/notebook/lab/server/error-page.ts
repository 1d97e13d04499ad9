import { escapeHtml } from '../../../util/escape.js';

/** A page of the lab. */
interface Link {
  readonly href: string;
  readonly text: string;
}

/**
 * The page for a person who asked for what cannot be shown.
 *
 * @param instead what may be meant
 */
export function errorPage(status: number, message: string, instead?: Link): string {
  const meant =
    instead === undefined
      ? ''
      : `<p>There is <a href="${escapeHtml(instead.href)}">${escapeHtml(instead.text)}</a>.</p>\n`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${status} - listenlab</title></head>
<body style="font: 16px/1.5 system-ui; margin: 4rem auto; max-width: 36rem; color-scheme: light dark">
<h1>${status}</h1>
<p>${escapeHtml(message)}</p>
${meant}<p><a href="/">First page</a> · <a href="/tree">All files</a></p>
</body>
</html>
`;
}
