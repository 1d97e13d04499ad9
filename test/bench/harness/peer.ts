import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';

/**
 * BLAS on one thread, as implicit's documentation recommends, because it uses threads of its own; and no
 * settings of OpenBLAS that a machine may have for other programs.
 */
const PEER_ENVIRONMENT = {
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  OMP_NUM_THREADS: undefined,
  OPENBLAS_CORETYPE: undefined,
  OPENBLAS_L2_SIZE: undefined,
};

/** What peers are made of. */
const PACKAGES = ['implicit', 'pandas', 'pyarrow', 'polars', 'scipy', 'numpy'] as const;
export type PeerPackage = (typeof PACKAGES)[number];

/** A Python, and the versions of those packages that it has. */
export interface Python {
  readonly python: string;
  readonly version: string;
  readonly packages: Readonly<Partial<Record<PeerPackage, string>>>;
}

/** The interpreter of the peers, if there is one: LISTENLAB_BENCH_PYTHON, else python3. */
export function findPython(): Python | undefined {
  const python = process.env.LISTENLAB_BENCH_PYTHON ?? 'python3';
  const script = `
import json, platform, sys
from importlib.metadata import PackageNotFoundError, version
packages = {}
for name in sys.argv[1:]:
    try:
        packages[name] = version(name)
    except PackageNotFoundError:
        pass
print(json.dumps({"version": platform.python_version(), "packages": packages}))`;
  const { status, stdout } = spawnSync(python, ['-c', script, ...PACKAGES], { encoding: 'utf8' });
  return status === 0 ? { python, ...JSON.parse(stdout) } : undefined;
}

/** Python and its packages, for a reader. */
export function versionLine({ version, packages }: Python): string {
  return [['Python', version], ...Object.entries(packages)].map((parts) => parts.join(' ')).join(', ');
}

/** A command that can be started as a peer, several times. */
export class PeerProgram {
  readonly #started: Peer[] = [];

  constructor(private readonly command: readonly string[]) {}

  start(): Peer {
    const peer = new Peer(this.command);
    this.#started.push(peer);
    return peer;
  }

  /** Asks a process of its own, which ends after the answer. */
  async askOnce<Answer>(request: Record<string, unknown>): Promise<Answer> {
    const peer = this.start();
    try {
      return await peer.ask<Answer>(request);
    } finally {
      peer.stop();
    }
  }

  /** Stops what is still running. */
  stop(): void {
    for (const peer of this.#started) peer.stop();
  }
}

/** A Python script of test/bench/peers/ that stays alive and answers one JSON line per JSON line. */
export class Peer {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #errors: string[] = [];

  constructor([program, ...args]: readonly string[]) {
    this.#child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...PEER_ENVIRONMENT },
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#errors.push(chunk.toString()));
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
  }

  /** Sends a request to the script's function `answer` and gives what it returned. One at a time. */
  async ask<Answer>(request: Record<string, unknown>): Promise<Answer> {
    const ended = new AbortController();
    const onExit = () => ended.abort();
    this.#child.once('close', onExit);
    try {
      this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
      const [line] = await once(this.#lines, 'line', { signal: ended.signal });
      return JSON.parse(line as string) as Answer;
    } catch (error) {
      throw new Error(`the peer failed:\n${this.#errors.join('').slice(-4000)}`, { cause: error });
    } finally {
      this.#child.off('close', onExit);
    }
  }

  stop(): void {
    this.#child.kill();
  }
}
