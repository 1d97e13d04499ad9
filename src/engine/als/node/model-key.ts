import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { takingTurns, type Watch } from '../../../util/work.js';
import { compileKernel, type KernelBuild } from '../../kernels/node/load-kernel.js';
import type { CsrMatrix } from '../../matrix/csr.js';
import type { IdMap } from '../../matrix/id-map.js';
import type { Interactions } from '../../matrix/interactions.js';
import { type AlsSettings, type CheckedAlsOptions, type StartFactors, trainingProgress } from '../options.js';

/** What computes a model: two that are equal give the same bits for the same plays and settings. */
export interface Trainer {
  /** Hash of the sources of this build of listenlab. */
  readonly build: string;
  readonly kernel: KernelBuild;
  /** Node.js, whose mathematical functions weight the plays, and the processor, which may fuse multiply-adds or not. */
  readonly machine: readonly string[];
}

/** Read when the code of the trainer is, as a new build can take the place of this one while the process runs. */
const BUILD = readBuild();

function readBuild(): string | undefined {
  try {
    return readFileSync(new URL('../../../stamp.txt', import.meta.url), 'utf8');
  } catch {
    return undefined;
  }
}

/** The trainer of this process; undefined where its build is unknown. */
export function currentTrainer(): Trainer | undefined {
  if (BUILD === undefined) return undefined;
  const kernel = compileKernel('als', 'relaxed') ? 'relaxed' : 'simd';
  return { build: BUILD, kernel, machine: [process.version, process.arch, cpus()[0]?.model ?? ''] };
}

/**
 * SHA-256 of all that decides the bits of a model: plays, names, settings, the factors to start from and the trainer.
 * Left out are the number of threads and whether the loss is computed, which change no factor.
 *
 * @param watch `signal` stops it, with its reason; `onProgress` is called now and then while it takes long
 * @returns 64 hexadecimal digits
 * Cost: a pass over plays and names.
 */
export async function modelKey(
  interactions: Interactions,
  { settings, start }: Pick<CheckedAlsOptions, 'settings' | 'start'>,
  trainer: Trainer,
  { signal, onProgress }: Watch = {},
): Promise<string> {
  const hash = createHash('sha256');
  const turn = takingTurns(signal);
  for (const piece of piecesOf(interactions, settings, start, trainer)) {
    hash.update(piece);
    const pause = turn();
    if (pause === undefined) continue;
    onProgress?.({ ...trainingProgress(0, settings.iterations), note: 'looking in the cache' });
    await pause;
  }
  return hash.digest('hex');
}

/** What is hashed, in pieces. The first one has all sizes, so that no two inputs give the same sequence of bytes. */
function* piecesOf(
  { users, artists, byUser }: Interactions,
  { threads, computeLoss, ...settings }: AlsSettings,
  start: StartFactors | undefined,
  trainer: Trainer,
): Generator<string | Uint8Array> {
  const sizes = [users.size, artists.size, byUser.indptr.length, byUser.indices.length, byUser.values.length];
  const from = start && [start.users.size, start.artists.size, start.factors];
  yield JSON.stringify([trainer, settings, sizes, from ?? null]);
  yield* matrixPieces(byUser);
  yield* namePieces(users);
  yield* namePieces(artists);
  if (!start) return;
  yield* bytePieces(start.userFactors);
  yield* bytePieces(start.artistFactors);
  yield* namePieces(start.users);
  yield* namePieces(start.artists);
}

function* matrixPieces({ indptr, indices, values }: CsrMatrix): Generator<Uint8Array> {
  for (const array of [indptr, indices, values]) yield* bytePieces(array);
}

/** Some milliseconds of hashing. */
const PIECE_BYTES = 2 ** 24;

function* bytePieces({ buffer, byteOffset, byteLength }: ArrayBufferView): Generator<Uint8Array> {
  for (let done = 0; done < byteLength; done += PIECE_BYTES) {
    yield new Uint8Array(buffer, byteOffset + done, Math.min(PIECE_BYTES, byteLength - done));
  }
}

/** About as long as {@link PIECE_BYTES}. */
const PIECE_NAMES = 50_000;

/** As JSON, which tells any two lists of strings apart. */
function* namePieces({ names }: IdMap): Generator<string> {
  for (let done = 0; done < names.length; done += PIECE_NAMES) {
    yield JSON.stringify(names.slice(done, done + PIECE_NAMES));
  }
}
