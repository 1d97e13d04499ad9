/**
 * What parts of a page hold in its address, after the `#`: `#alpha=3&factors=32`. A plain `#id` is a place and holds
 * nothing.
 */
export interface PartAddress {
  /** What the address holds for this part, by the part's own keys. */
  read(): ReadonlyMap<string, string>;
  /** Keys in the address that no part of the page has. */
  unknown(): readonly string[];
  /**
   * Replaces what the address holds for this part; the rest of it stays.
   *
   * @param isStep whether the browser's back button comes back to what it held before
   */
  write(values: Readonly<Record<string, string>>, isStep: boolean): void;
  /** An address of the page that holds this for this part, and nothing else. */
  link(values: Readonly<Record<string, string>>): string;
  /** Calls back when a reader goes back, or follows a link within the page. @returns a function that ends it */
  onChange(handle: () => void): () => void;
}

/** A part with keys in the address. */
export interface AddressedPart {
  readonly keys: readonly string[];
  /** Its place among parts of its kind, from 1; the second has the keys `alpha-2`, ... */
  readonly number: number;
}

/** The address of one part of a page, given all of them. */
export function partAddress(part: AddressedPart, parts: readonly AddressedPart[]): PartAddress {
  const nameOf = (key: string) => keyIn(part, key);
  const withOwn = (state: URLSearchParams, values: Readonly<Record<string, string>>) => {
    for (const key of part.keys) state.delete(nameOf(key));
    for (const [key, value] of Object.entries(values)) state.set(nameOf(key), value);
    return addressWith(state);
  };
  return {
    read() {
      const state = stateIn(location.hash);
      return new Map(
        part.keys.flatMap((key) => state.getAll(nameOf(key)).map((value) => [key, value] as const)),
      );
    },
    unknown() {
      const known = new Set(parts.flatMap((other) => other.keys.map((key) => keyIn(other, key))));
      return [...stateIn(location.hash).keys()].filter((key) => !known.has(key));
    },
    write: (values, isStep) => go(withOwn(stateIn(location.hash), values), isStep),
    link: (values) => withOwn(new URLSearchParams(), values).href,
    onChange(handle) {
      addEventListener('hashchange', handle);
      return () => removeEventListener('hashchange', handle);
    },
  };
}

/** Whether the address holds something for a part. */
export function isAddressed(part: AddressedPart): boolean {
  const state = stateIn(location.hash);
  return part.keys.some((key) => state.has(keyIn(part, key)));
}

function keyIn({ number }: AddressedPart, key: string): string {
  return number === 1 ? key : `${key}-${number}`;
}

function stateIn(hash: string): URLSearchParams {
  return new URLSearchParams(hash.includes('=') ? hash.slice(1) : '');
}

function addressWith(state: URLSearchParams): URL {
  const address = new URL(location.href);
  address.hash = state.toString();
  return address;
}

function go(address: URL, isStep: boolean): void {
  if (address.href === location.href) return;
  try {
    if (isStep) history.pushState(null, '', address);
    else history.replaceState(history.state, '', address);
  } catch {
    // Browsers may forbid it in pages opened from disk; links can be copied all the same.
  }
}
