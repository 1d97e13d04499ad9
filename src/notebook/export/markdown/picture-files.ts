import { dataImage } from '../../report/markdown/links-and-images.js';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};

/** The names of the pictures that exported Markdown refers to: other files in their folder are somebody's own. */
export function picturesReferred(markdown: string, folder: string): Set<string> {
  const parts = markdown.split(`${encoded(folder)}/`).slice(1);
  const names = parts.map((part) => /^(?:figure|picture)-\d+\.(?:png|jpg|gif|webp|svg)\b/.exec(part)?.[0]);
  return new Set(names.filter((name) => name !== undefined));
}

/** The pictures of an exported notebook: files in a folder beside it. */
export class PictureFiles {
  readonly #folder: string;
  readonly #counts = { figure: 0, picture: 0 };
  /** Pictures that are there already, by content. */
  readonly #names = new Map<string, string>();
  /** Bytes by the name of the file. */
  readonly files = new Map<string, Buffer>();

  /** @param folder its name, as Markdown refers to it */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Adds the first picture of a bundle and returns its address; undefined if it has none that can be drawn. */
  add(bundle: Record<string, unknown>, kind: 'figure' | 'picture'): string | undefined {
    const source = dataImage(bundle);
    return source === undefined ? undefined : this.addSource(source, kind);
  }

  /** The same for a `data:` address. */
  addSource(source: string, kind: 'figure' | 'picture'): string | undefined {
    const [, type, base64, content] = /^data:([^;,]+)[^,]*?(;base64)?,(.*)$/is.exec(source) ?? [];
    const extension = EXTENSIONS[type?.toLowerCase()];
    if (extension === undefined) return undefined;
    const known = this.#names.get(source);
    if (known !== undefined) return known;
    const bytes = base64 ? Buffer.from(content, 'base64') : decoded(content);
    if (bytes === undefined) return undefined;
    this.#counts[kind] += 1;
    const name = `${kind}-${this.#counts[kind]}.${extension}`;
    this.files.set(name, bytes);
    const address = `${encoded(this.#folder)}/${name}`;
    this.#names.set(source, address);
    return address;
  }
}

function decoded(content: string): Buffer | undefined {
  try {
    return Buffer.from(decodeURIComponent(content));
  } catch {
    return undefined;
  }
}

/** Parentheses end an address in Markdown. */
function encoded(folder: string): string {
  return encodeURIComponent(folder).replaceAll('(', '%28').replaceAll(')', '%29');
}
