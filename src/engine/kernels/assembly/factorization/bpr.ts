import { multiplyAddSingle } from '../als/vector';
import { sumsOfLanes } from '../lanes';
import { below, randomBits, seedOf } from './random';
import { sigmoid } from './sigmoid';

// Shapes: users U, artists I, entries N, blocks B of users and of artists, stride K: a vector's numbers, filled up with
// zeros to a multiple of four. A stratum is the entries of a block of users in a block of artists.

/** Samples at a time, whose vectors are read ahead: 32 of 32 factors are 12 KiB. A multiple of four. */
const AHEAD: u32 = 32;

/** A user, the artist they like, and another one; once these are known, where their vectors are. */
const SAMPLE_BYTES: usize = 12;

/** Entries among which the next one is drawn: of one user there are few among so many, and their vectors are near. */
const WINDOW: u32 = 4096;

/**
 * Sorts the entries of the users `from` to `to` - 1 by blocks of artists, at the same places of `users` and `artists` as
 * those users have in `indices`.
 *
 * @param indptr (U + 1) int32
 * @param indices (N) int32
 * @param blockOf (I) uint8, the block of each artist
 * @param users (N) int32, written
 * @param artists (N) int32, written
 * @param starts (B) int32, written: where each stratum of these users begins
 * @param next (B) int32, scratch
 */
export function arrangeUsers(
  from: usize,
  to: usize,
  indptr: usize,
  indices: usize,
  blockOf: usize,
  blocks: usize,
  users: usize,
  artists: usize,
  starts: usize,
  next: usize,
): void {
  const first = load<u32>(indptr + (from << 2));
  const end = load<u32>(indptr + (to << 2));
  memory.fill(next, 0, blocks << 2);
  for (let at = indices + (first << 2), stop = indices + (end << 2); at < stop; at += 4) {
    const count = next + ((<usize>load<u8>(blockOf + <usize>load<u32>(at))) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let place = first;
  for (let block: usize = 0; block < blocks; block++) {
    const count = load<u32>(next + (block << 2));
    store<u32>(starts + (block << 2), place);
    store<u32>(next + (block << 2), place);
    place += count;
  }
  for (let user = from; user < to; user++) {
    const stop = indices + (load<u32>(indptr + (user << 2), 4) << 2);
    for (let at = indices + (load<u32>(indptr + (user << 2)) << 2); at < stop; at += 4) {
      const artist: usize = load<u32>(at);
      const own = next + ((<usize>load<u8>(blockOf + artist)) << 2);
      const target: usize = load<u32>(own);
      store<u32>(own, <u32>target + 1);
      store<u32>(users + (target << 2), <u32>user);
      store<u32>(artists + (target << 2), <u32>artist);
    }
  }
}

/**
 * Writes the artists of a block, each as often as it has listeners.
 *
 * @param listeners (I) int32
 * @param pool int32, as many as the block's artists have listeners
 */
export function fillPool(block: u32, artists: usize, blockOf: usize, listeners: usize, pool: usize): void {
  for (let artist: usize = 0; artist < artists; artist++) {
    if (load<u8>(blockOf + artist) !== block) continue;
    const end = pool + ((<usize>load<u32>(listeners + (artist << 2))) << 2);
    for (; pool < end; pool += 4) store<u32>(pool, <u32>artist);
  }
}

/**
 * Learns from a sample for each entry of a stratum: the entry (u, i), and an artist j drawn from a pool; where u plays j,
 * too, it is skipped. Entries come in an order that is random within {@link WINDOW} of them.
 *
 * @param count entries of the stratum
 * @param users (count) int32, used up
 * @param artists (count) int32, used up
 * @param pool (poolSize) int32, artists
 * @param indptr (U + 1) int32
 * @param indices (N) int32, ascending in each row
 * @param x (U x K) float32, the users' vectors
 * @param y (I x K) float32, the artists'
 * @param ones the factor of x that stays 1
 * @param seed the same throughout an iteration
 * @param stratum which one it is: each draws its own random numbers
 * @param scratch 12 bytes for each of {@link AHEAD} samples, then an int32
 */
export function learnStratum(
  count: u32,
  users: usize,
  artists: usize,
  poolSize: u32,
  pool: usize,
  indptr: usize,
  indices: usize,
  x: usize,
  y: usize,
  stride: usize,
  ones: usize,
  learningRate: f32,
  regularization: f32,
  seed: u32,
  stratum: u32,
  scratch: usize,
): void {
  const rowBytes = stride << 2;
  const sink = scratch + <usize>AHEAD * SAMPLE_BYTES;
  const sequence = seedOf(seed, stratum);
  for (let done: u32 = 0; done < count; done += AHEAD) {
    const stop = min(done + AHEAD, count);
    drawSamples(scratch, done, stop, count, users, artists, poolSize, pool, sequence);
    const end = findVectors(scratch, stop - done, indptr, indices, x, y, rowBytes, sink);
    let at = scratch;
    for (; at + 4 * SAMPLE_BYTES <= end; at += 4 * SAMPLE_BYTES) {
      learnFour(at, rowBytes, ones, learningRate, regularization);
    }
    for (; at < end; at += SAMPLE_BYTES) learnOne(at, rowBytes, ones, learningRate, regularization);
  }
}

/** Samples for the entries `from` to `stop` - 1. */
function drawSamples(
  samples: usize,
  from: u32,
  stop: u32,
  count: u32,
  users: usize,
  artists: usize,
  poolSize: u32,
  pool: usize,
  sequence: u64,
): void {
  for (let n = from; n < stop; n++, samples += SAMPLE_BYTES) {
    const next = (<usize>n) << 2;
    const bits = randomBits(sequence, n);
    const drawn = (<usize>(n + below(min(WINDOW, count - n), <u32>bits))) << 2;
    store<u32>(samples, load<u32>(users + drawn));
    store<u32>(samples, load<u32>(artists + drawn), 4);
    store<u32>(users + drawn, load<u32>(users + next));
    store<u32>(artists + drawn, load<u32>(artists + next));
    store<u32>(samples, load<u32>(pool + ((<usize>below(poolSize, <u32>(bits >> 32))) << 2)), 8);
  }
}

/** Leaves samples out whose other artist the user plays, puts the addresses of vectors into the others, and reads ahead. */
function findVectors(
  samples: usize,
  count: u32,
  indptr: usize,
  indices: usize,
  x: usize,
  y: usize,
  rowBytes: usize,
  sink: usize,
): usize {
  let end = samples;
  let read = 0;
  for (; count > 0; count--, samples += SAMPLE_BYTES) {
    const user: usize = load<u32>(samples);
    const own = x + user * rowBytes;
    const liked = y + <usize>load<u32>(samples, 4) * rowBytes;
    const other = load<u32>(samples, 8);
    const others = y + <usize>other * rowBytes;
    if (hasPlays(indptr, indices, user, other)) continue;
    store<usize>(end, own);
    store<usize>(end, liked, 4);
    store<usize>(end, others, 8);
    for (let k: usize = 0; k < rowBytes; k += 64) {
      read |= load<i32>(own + k) | load<i32>(liked + k) | load<i32>(others + k);
    }
    end += SAMPLE_BYTES;
  }
  store<i32>(sink, read);
  return end;
}

/** Whether a row has this column. */
function hasPlays(indptr: usize, indices: usize, row: usize, column: u32): bool {
  const start = load<u32>(indptr + (row << 2));
  let size = load<u32>(indptr + (row << 2), 4) - start;
  let at = indices + ((<usize>start) << 2);
  while (size > 1) {
    const half = size >> 1;
    // A mask in place of a branch, which would be guessed wrong every other time.
    at += ((<usize>half) << 2) & (0 - <usize>(load<u32>(at + ((<usize>half) << 2)) <= column));
    size -= half;
  }
  return load<u32>(at) === column;
}

/** Four steps, whose slopes are those before the first: so they do not wait for each other. */
function learnFour(
  samples: usize,
  rowBytes: usize,
  ones: usize,
  learningRate: f32,
  regularization: f32,
): void {
  const slopes = f32x4.mul(
    f32x4.splat(learningRate),
    sigmoid(
      f32x4.neg(
        sumsOfLanes(
          leadOf(samples, rowBytes),
          leadOf(samples + SAMPLE_BYTES, rowBytes),
          leadOf(samples + 2 * SAMPLE_BYTES, rowBytes),
          leadOf(samples + 3 * SAMPLE_BYTES, rowBytes),
        ),
      ),
    ),
  );
  const shrinks = f32x4.splat(-learningRate * regularization);
  step(samples, rowBytes, ones, v128.shuffle<f32>(slopes, slopes, 0, 0, 0, 0), shrinks);
  step(samples + SAMPLE_BYTES, rowBytes, ones, v128.shuffle<f32>(slopes, slopes, 1, 1, 1, 1), shrinks);
  step(samples + 2 * SAMPLE_BYTES, rowBytes, ones, v128.shuffle<f32>(slopes, slopes, 2, 2, 2, 2), shrinks);
  step(samples + 3 * SAMPLE_BYTES, rowBytes, ones, v128.shuffle<f32>(slopes, slopes, 3, 3, 3, 3), shrinks);
}

function learnOne(sample: usize, rowBytes: usize, ones: usize, learningRate: f32, regularization: f32): void {
  const lead = leadOf(sample, rowBytes);
  const slopes = f32x4.mul(
    f32x4.splat(learningRate),
    sigmoid(f32x4.neg(sumsOfLanes(lead, lead, lead, lead))),
  );
  step(sample, rowBytes, ones, slopes, f32x4.splat(-learningRate * regularization));
}

/** x.(yi - yj), as the sum of four lanes. */
function leadOf(sample: usize, rowBytes: usize): v128 {
  const x = load<usize>(sample);
  const yi = load<usize>(sample, 4);
  const yj = load<usize>(sample, 8);
  let sum = f32x4.splat(0);
  for (let k: usize = 0; k < rowBytes; k += 16) {
    sum = multiplyAddSingle(v128.load(x + k), f32x4.sub(v128.load(yi + k), v128.load(yj + k)), sum);
  }
  return sum;
}

/** A step along the gradient of ln sigmoid(x.(yi - yj)) less the penalty of all three. */
function step(sample: usize, rowBytes: usize, ones: usize, slopes: v128, shrinks: v128): void {
  const x = load<usize>(sample);
  const yi = load<usize>(sample, 4);
  const yj = load<usize>(sample, 8);
  for (let k: usize = 0; k < rowBytes; k += 16) {
    const own = v128.load(x + k);
    const liked = v128.load(yi + k);
    const other = v128.load(yj + k);
    const move = f32x4.mul(slopes, own);
    v128.store(
      x + k,
      multiplyAddSingle(slopes, f32x4.sub(liked, other), multiplyAddSingle(shrinks, own, own)),
    );
    v128.store(yi + k, f32x4.add(move, multiplyAddSingle(shrinks, liked, liked)));
    v128.store(yj + k, f32x4.sub(multiplyAddSingle(shrinks, other, other), move));
  }
  store<f32>(x + (ones << 2), 1);
}
