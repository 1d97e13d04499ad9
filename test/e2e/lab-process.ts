import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from './listenlab.js';
import { copyNotebooks } from './notebook-copies.js';

/** A lab started from the command line. */
export interface Lab {
  /** Address with the token. */
  readonly url: string;
  /** Address without the token and without a trailing slash. */
  readonly origin: string;
  /** The folder it shows: a copy of this package's notebooks. */
  readonly folder: string;
  /** Stops the server as Ctrl+C does, and returns its exit code. Its folder is kept. */
  end(): Promise<number | null>;
  /** As `end`, and removes the folder. */
  close(): Promise<number | null>;
}

interface StartOptions {
  /** Default: any free port. */
  port?: number;
  /** The folder of a stopped lab; default: a new one. */
  folder?: string;
}

/** Starts `listenlab lab` with its own data directory. */
export async function startLab({ port = 0, folder: shown }: StartOptions = {}): Promise<Lab> {
  const folder = shown ?? (await newFolder());
  const base = path.dirname(folder);
  const child = spawn(
    process.execPath,
    [path.join(root, 'dist/cli/main.js'), 'lab', folder, '--no-browser', '--port', String(port)],
    { env: { ...process.env, LISTENLAB_DATA: path.join(base, 'data') }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = () => {
    child.kill('SIGINT');
    return ended;
  };
  const url = await printedAddress(child);
  return {
    url,
    origin: new URL(url).origin,
    folder,
    end,
    async close() {
      const code = await end();
      await rm(base, { recursive: true, force: true });
      return code;
    },
  };
}

/** Shows a copy of this package's notebooks. */
async function newFolder(): Promise<string> {
  const base = await mkdtemp(path.join(os.tmpdir(), 'listenlab-lab-'));
  const folder = path.join(base, 'shown');
  await copyNotebooks(path.join(folder, 'notebooks'));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** The address that a lab prints, with its token. */
export function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (piece: string) => {
      text += piece;
      const address = /http:\/\/\S+\?token=\w+/.exec(text)?.[0];
      if (address) resolve(address);
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('exit', (code) => reject(new Error(`the lab ended with ${code}: ${text}`)));
  });
}

/** Puts a notebook of these code cells into the lab's folder. */
export async function writeNotebook(lab: Lab, name: string, sources: readonly string[]): Promise<string> {
  const cells = sources.map((source, i) => ({
    cell_type: 'code',
    id: `cell-${i}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  const metadata = { kernelspec: { name: 'listenlab', display_name: 'TypeScript', language: 'typescript' } };
  const file = path.join(lab.folder, `${name}.ipynb`);
  await writeFile(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
  return file;
}
