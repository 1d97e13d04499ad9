import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';

/** BLAS on one thread, as implicit's documentation recommends, because it uses threads of its own. */
const PEER_ENVIRONMENT = { OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OMP_NUM_THREADS: undefined };

/** The interpreter that can import the peers, if any: LISTENLAB_BENCH_PYTHON, else python3. */
export function findPython(): { python: string; versions: string } | undefined {
  const python = process.env.LISTENLAB_BENCH_PYTHON ?? 'python3';
  const script =
    'import platform, implicit, pandas, scipy, numpy; from importlib.util import find_spec; ' +
    // With pyarrow, pandas 3 keeps strings in it and reads files twice as fast.
    'arrow = "with" if find_spec("pyarrow") else "without"; print(f"Python {platform.python_version()}, ' +
    'implicit {implicit.__version__}, pandas {pandas.__version__} {arrow} pyarrow, scipy {scipy.__version__}, numpy {numpy.__version__}")';
  const { status, stdout } = spawnSync(python, ['-c', script], { encoding: 'utf8' });
  return status === 0 ? { python, versions: stdout.trim() } : undefined;
}

/** A Python script of test/bench/peers/ that stays alive and answers one JSON line per JSON line. */
export class Peer {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #errors: string[] = [];

  constructor(python: string, scripts: string, script: string) {
    this.#child = spawn(python, [path.join(scripts, script)], {
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
