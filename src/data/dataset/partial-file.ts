import { readFile, rm, stat, writeFile } from 'node:fs/promises';

/** Where the bytes of a partial file came from, and their version as an If-Range header names it. */
interface Origin {
  readonly url: string;
  readonly version?: string;
}

/** Removes what an unfinished transfer left. */
export async function discardPartial(partial: string): Promise<void> {
  await rm(partial, { force: true });
  await rm(originFile(partial), { force: true });
}

/** Where a partial file came from, or undefined when nobody noted it. */
export async function readOrigin(partial: string): Promise<Origin | undefined> {
  try {
    return JSON.parse(await readFile(originFile(partial), 'utf8')) as Origin;
  } catch {
    return undefined;
  }
}

/** Notes beside a partial file, before its first byte, which version of which address it will hold. */
export async function writeOrigin(partial: string, url: string, headers: Headers): Promise<void> {
  const etag = headers.get('etag');
  // Weak tags promise the same meaning, not the same bytes; If-Range may not carry them (RFC 9110, 13.1.5).
  const strong = etag && !etag.startsWith('W/') ? etag : undefined;
  const version = strong ?? headers.get('last-modified') ?? undefined;
  await writeFile(originFile(partial), JSON.stringify({ url, version } satisfies Origin));
}

/** Bytes in a file; 0 when there is none. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

function originFile(partial: string): string {
  return `${partial}.json`;
}
