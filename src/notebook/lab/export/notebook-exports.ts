import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../../../util/errors.js';
import { inTemporaryFolder } from '../../../util/node/files.js';
import type { ExportFormat } from '../../page/protocol.js';
import { zipped } from './zip.js';

/** What a page downloads. */
interface ExportedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Most characters kept of the command's messages. */
const LONGEST_WORDS = 20_000;

/** Exports notebooks, one at a time, each in a process of its own: a PDF takes a whole browser. */
export class NotebookExports {
  readonly #command: readonly string[];
  readonly #closing = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  /** @param command the command line of listenlab: program and arguments */
  constructor(command: readonly string[]) {
    this.#command = command;
  }

  /**
   * A notebook in a format; with pictures beside it, in an archive.
   *
   * @param file absolute path of the notebook
   * @param name what the download is called, without an extension
   * @param signal ends the process
   * @throws InputError with the words of the command
   */
  export(file: string, name: string, to: ExportFormat, signal: AbortSignal): Promise<ExportedFile> {
    const any = AbortSignal.any([signal, this.#closing.signal]);
    const turn = this.#last.then(() => this.#run(file, name, to, any));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  close(): void {
    this.#closing.abort();
  }

  #run(file: string, name: string, to: ExportFormat, signal: AbortSignal): Promise<ExportedFile> {
    signal.throwIfAborted();
    return inTemporaryFolder(async (folder) => {
      const target = path.join(folder, `${name}.${to}`);
      await this.#spawn(['export', file, '--to', to, '--output', target], signal);
      const files = await filesIn(folder);
      await rm(folder, { recursive: true, force: true });
      const [first] = Object.entries(files);
      return Object.keys(files).length === 1
        ? { name: first[0], bytes: first[1] }
        : { name: `${name}.zip`, bytes: zipped(files) };
    });
  }

  async #spawn(args: readonly string[], signal: AbortSignal): Promise<void> {
    const [program, ...before] = this.#command;
    const child = spawn(program, [...before, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    });
    const end = () => void child.kill('SIGINT');
    signal.addEventListener('abort', end);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-LONGEST_WORDS);
    });
    try {
      const [code] = await once(child, 'close');
      signal.throwIfAborted();
      if (code !== 0) throw new InputError(errorIn(said));
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}

/** The files of a folder and below it, by their paths in an archive. */
async function filesIn(folder: string): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const read = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(folder, file).split(path.sep).join('/');
      return [name, await readFile(file)] as const;
    });
  return Object.fromEntries(await Promise.all(read));
}

function errorIn(said: string): string {
  const line = said.split('\n').find((each) => each.startsWith('error: '));
  return (
    line?.slice('error: '.length) ?? (said.trim().split('\n').at(-1) || 'the export ended without a word')
  );
}
