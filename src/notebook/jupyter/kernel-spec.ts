import { readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError, isSystemError } from '../../util/errors.js';
import { besideName, makeFolder, replaceFile } from '../../util/node/files.js';

/** The name of our kernel in notebooks. */
export const KERNEL_NAME = 'listenlab';

/** The content of a `kernel.json`. */
interface KernelSpec {
  argv: string[];
  display_name: string;
  language: string;
  interrupt_mode: 'signal' | 'message';
  metadata: Record<string, unknown>;
}

/** How any Jupyter starts our kernel; not all of them render Plotly figures themselves. */
export function kernelSpec(): KernelSpec {
  return {
    argv: [...kernelCommand('{connection_file}'), '--pictures'],
    display_name: 'TypeScript (listenlab)',
    language: 'typescript',
    interrupt_mode: 'signal',
    metadata: { debugger: false },
  };
}

/** The icon in launchers: white letters on TypeScript's blue. */
export const KERNEL_LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64"><rect width="64" height="64" rx="8" fill="#3178c6"/><path d="M12 24h22v6h-8v22h-6V30h-8z" fill="#fff"/><path d="M40 16v28a4 4 0 1 1-4-4" fill="none" stroke="#fff" stroke-width="4"/><path d="M40 16l10 6" stroke="#fff" stroke-width="4"/></svg>
`;

/**
 * The folder in which Jupyter of this user, or of one environment, looks for kernels and more.
 *
 * @param prefix an environment, such as a virtualenv; default the user's own folder
 * @param environment JUPYTER_DATA_DIR and APPDATA count, as in Jupyter
 */
export function jupyterDataFolder(
  prefix: string | undefined,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  if (prefix !== undefined) return path.join(path.resolve(prefix), 'share', 'jupyter');
  if (environment.JUPYTER_DATA_DIR) return path.resolve(environment.JUPYTER_DATA_DIR);
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Jupyter');
  if (platform === 'win32') {
    return path.join(environment.APPDATA ?? path.join(homedir(), 'AppData', 'Roaming'), 'jupyter');
  }
  return path.join(environment.XDG_DATA_HOME ?? path.join(homedir(), '.local', 'share'), 'jupyter');
}

/**
 * Registers our kernel, replacing an existing one.
 *
 * @param folder see {@link jupyterDataFolder}
 * @returns the folder of the kernel spec
 */
export async function installKernelSpec(folder: string): Promise<string> {
  const target = specFolder(folder);
  try {
    await replaceFile(target, besideName(target), async (partial) => {
      await makeFolder(partial);
      await writeFile(path.join(partial, 'kernel.json'), `${JSON.stringify(kernelSpec(), null, 1)}\n`);
      await writeFile(path.join(partial, 'logo-svg.svg'), KERNEL_LOGO);
      await removeSpec(target);
    });
  } catch (error) {
    if (isSystemError(error) && ['ENOTDIR', 'EEXIST'].includes(error.code)) {
      throw new InputError(
        `cannot install the kernel in ${folder}: a part of this path is a file; expected the folder of an environment, such as a virtualenv`,
        { cause: error },
      );
    }
    throw error;
  }
  return target;
}

/**
 * Uninstalls our kernel.
 *
 * @returns the folder of the kernel spec, or undefined where there was none
 */
export async function uninstallKernelSpec(folder: string): Promise<string | undefined> {
  const target = specFolder(folder);
  return (await removeSpec(target)) ? target : undefined;
}

function specFolder(folder: string): string {
  return path.join(folder, 'kernels', KERNEL_NAME);
}

/** Removes a spec that is one of ours, of whatever version. */
async function removeSpec(target: string): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(path.join(target, 'kernel.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  if (!text.includes('"typescript"') || !text.includes('{connection_file}')) {
    throw new InputError(`${target} holds a kernel that listenlab did not install; move it away first`);
  }
  await rm(target, { recursive: true });
  return true;
}

/** Node's options for a kernel. */
export function nodeArguments(): string[] {
  return [
    // Cells load listenlab, an ES module, with require(), which some versions of Node announce on stderr.
    '--disable-warning=ExperimentalWarning',
    `--max-old-space-size=${heapLimit()}`,
  ];
}

/** Options needed to run cells. */
const CELLS = [
  // Files of the user's own are modules of `node:vm`, and packages are looked up as a given folder sees them.
  '--experimental-vm-modules',
  '--experimental-import-meta-resolve',
  // A busy callback that an interrupt ends leaves the stack of asynchronous contexts as it is.
  '--no-force-async-hooks-checks',
  // Signals are watched, and that stack is emptied, with `process.binding`, which some versions of Node warn of.
  '--disable-warning=DEP0111',
];

/**
 * The command that starts our kernel.
 *
 * @param connectionFile path of the connection file, or its placeholder in a kernel spec
 */
export function kernelCommand(connectionFile: string): [node: string, ...args: string[]] {
  const main = fileURLToPath(new URL('../kernel/main.js', import.meta.url));
  return [process.execPath, ...nodeArguments(), ...CELLS, main, '--connection-file', connectionFile];
}

const OPTION = /(?:^|\s)--max[-_]old[-_]space[-_]size[= ](\d+)/;

/** Bytes of memory available to this process: the machine's, or its container's limit if lower. */
export function machineMemory(): number {
  // 0, or more than any machine has, without a limit.
  const constrained = process.constrainedMemory?.() || Number.POSITIVE_INFINITY;
  return Math.min(totalmem(), constrained);
}

/**
 * Megabytes that the JavaScript objects of a kernel may take: from NODE_OPTIONS, or half of the memory.
 *
 * Node's own limit is 2 to 4 GB on any machine. Half leaves the other half to typed arrays, models and DuckDB,
 * which lie outside this limit, and to the browser; with a higher one the system would run out first, and kill the
 * kernel silently.
 *
 * @param nodeOptions value of NODE_OPTIONS
 */
export function heapLimit(nodeOptions = process.env.NODE_OPTIONS): number {
  const chosen = OPTION.exec(nodeOptions ?? '');
  return chosen ? Number(chosen[1]) : Math.floor(machineMemory() / 2 / 2 ** 20);
}
