/**
 * Reads a number of every cache line (64 bytes) of the rows that some entries name.
 *
 * The rows lie anywhere in y, and waiting for them was half of a training's time at 20 factors. Work on a row keeps a
 * processor too busy to ask for many rows at once; a loop that does nothing but read has dozens on their way.
 * WebAssembly has no instruction that only asks, so the numbers are read, and what they make is returned:
 * the caller stores it somewhere, or a compiler could leave the reading out.
 *
 * @param end one past the last entry; 64 rows of 128 factors are 32 KiB, the fastest cache of a core
 * @param indices (entries) row of y of each entry
 * @param y (rows x rowBytes)
 */
export function readAhead(start: usize, end: usize, indices: usize, y: usize, rowBytes: usize): i32 {
  let read = 0;
  const stop = indices + (end << 2);
  for (let at = indices + (start << 2); at < stop; at += 4) {
    const row = y + <usize>load<u32>(at) * rowBytes;
    for (let k: usize = 0; k < rowBytes; k += 64) read |= load<i32>(row + k);
    read |= load<i32>(row + rowBytes - 4);
  }
  return read;
}

/** Reads a number of every cache line of rows `from` to `to` - 1, which lie together. */
export function readRows(from: usize, to: usize, y: usize, rowBytes: usize): i32 {
  let read = 0;
  const end = y + to * rowBytes;
  for (let at = y + from * rowBytes; at < end; at += 64) read |= load<i32>(at);
  return read;
}
