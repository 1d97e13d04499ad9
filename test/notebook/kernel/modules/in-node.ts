import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { withFolder } from '../../../support/folder.js';

const run = promisify(execFile);

const DIST = path.resolve(import.meta.dirname, '../../../../dist');

/** Files by their paths, which may include folders: `{ 'node_modules/one/index.js': 'export const a = 1' }`. */
export type Files = Record<string, string>;

/** Writes files into a folder. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

/**
 * The result of an async function's body, run among files in a separate Node process, like a kernel.
 * It has `modules` (of the folder `nb`), `write(name, text)`, `folder`, and `failure(promise)`, the error's text.
 */
export async function inNode(files: Files, body: string): Promise<unknown> {
  return withFolder(async (folder) => {
    await writeFiles(folder, { 'nb/.keep': '', ...files });
    const script = `
      import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
      import { createRequire } from 'node:module';
      import path from 'node:path';
      const { NotebookModules } = await import(${JSON.stringify(`${DIST}/notebook/kernel/modules/notebook-modules.js`)});
      const require = createRequire(${JSON.stringify(`${DIST}/index.js`)});
      const folder = realpathSync(${JSON.stringify(folder)});
      const write = (name, text) => {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), text);
      };
      const failure = async (action) => {
        try { await (typeof action === 'function' ? action() : action); return 'nothing'; }
        catch (error) { return error.name + ': ' + error.message.replaceAll(folder, 'FOLDER'); }
      };
      const typescript = require('typescript');
      const modules = new NotebookModules(path.join(folder, 'nb'), () => typescript);
      const result = await (async () => { ${body} })();
      console.log(JSON.stringify(result));`;
    const flags = ['--experimental-vm-modules', '--experimental-import-meta-resolve'];
    const quiet = ['--disable-warning=ExperimentalWarning', '--input-type=module'];
    const { stdout } = await run(process.execPath, [...flags, ...quiet, '-e', script], { cwd: folder });
    return JSON.parse(stdout);
  });
}
