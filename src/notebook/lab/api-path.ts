import { LabError } from './lab-error.js';

/**
 * The path behind a route's prefix, decoded once, segment by segment: an encoded slash stays part of a
 * name, and no name has one.
 *
 * @param url of the request, with its query
 * @throws LabError (400) for a wrong encoding or an encoded slash
 * @example apiPathOf('/api/contents/a%20b/c.ipynb?content=0', '/api/contents'); // 'a b/c.ipynb'
 */
export function apiPathOf(url: string, prefix: string): string {
  const [pathname] = url.split('?');
  const segments = pathname.slice(prefix.length).split('/');
  return segments.map(decode).join('/').replace(/^\//, '');
}

function decode(segment: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    throw new LabError(400, `the path has ${JSON.stringify(segment)}, which is wrongly encoded`);
  }
  if (text.includes('/'))
    throw new LabError(400, `the path has ${JSON.stringify(segment)}; no name has a slash`);
  return text;
}
