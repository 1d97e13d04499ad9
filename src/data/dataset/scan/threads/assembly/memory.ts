/** Bytes behind whatever is taken that may be read too, so that whole vectors can be loaded. */
export const PAD: usize = 64;

let top: usize = __heap_base;

/** Takes memory for good, on a multiple of 16. */
export function take(bytes: usize): usize {
  const at = (top + 15) & ~15;
  top = at + bytes;
  const pages = <i32>((top + PAD + 0xffff) >>> 16);
  if (pages > memory.size()) memory.grow(pages - memory.size());
  return at;
}

/** Takes more room for an array, doubles it and keeps what is in it. */
export function enlarge(at: usize, bytes: usize): usize {
  const copy = take(2 * bytes);
  memory.copy(copy, at, bytes);
  return copy;
}
