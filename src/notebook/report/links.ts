/**
 * The address a link of a notebook may lead to, or undefined when it may not be a link at all: http and
 * https, a place in the page (`#...`) and paths beside the report are allowed; every other scheme
 * (`javascript:`, `data:`, `file:`) and every other host without a scheme (`//host`, `\\host`) is not.
 */
export function safeLink(href: string): string | undefined {
  const url = visible(href.replaceAll('&amp;', '&')).trim();
  // Judged without blanks, as a browser drops some of them while it looks for the scheme.
  const packed = url.replaceAll(' ', '');
  if (packed === '' || /^[/\\]{2}/.test(packed)) return undefined;
  const scheme = packed.match(/^([^/?#]*?):/)?.[1].toLowerCase();
  return scheme === undefined || scheme === 'http' || scheme === 'https' ? url : undefined;
}

/** The text without control characters. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, '');
}
