import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { InputError } from '../../util/errors.js';

/** The environment variable that names the browser; `off` is none. */
export const CHROME_VARIABLE = 'LISTENLAB_CHROME';

/** What the programs are called on a PATH. The last may be Ubuntu's notice that Chromium is to be installed. */
const PROGRAMS = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'microsoft-edge-stable',
  'microsoft-edge',
  'chromium-browser',
];

const MAC_PROGRAMS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The path of an installed Chrome, Chromium or Edge.
 *
 * @example findChrome(process.env) // '/usr/bin/chromium'
 * @param environment its LISTENLAB_CHROME names the program (or is `off`), else PATH and the platform's usual folders do
 * @returns undefined where there is none
 * @throws InputError when LISTENLAB_CHROME names no program
 */
export function findChrome(environment: Readonly<NodeJS.ProcessEnv>): string | undefined {
  const named = environment[CHROME_VARIABLE];
  if (named === 'off') return undefined;
  if (!named) return usualPlaces(environment, process.platform).find(isProgram);
  const file = [path.resolve(named), ...onPath(environment, [named])].find(isProgram);
  if (file !== undefined) return file;
  throw new InputError(
    `${CHROME_VARIABLE} is ${named}, which is no program; expected the path of Chrome, Chromium or Edge, or "off"`,
  );
}

/** Where the browsers' installers put them, the best known first. */
function usualPlaces(environment: Readonly<NodeJS.ProcessEnv>, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') {
    const { PROGRAMFILES, 'PROGRAMFILES(X86)': old, LOCALAPPDATA } = environment;
    const folders = [PROGRAMFILES, old, LOCALAPPDATA].filter((folder) => folder !== undefined);
    return WINDOWS_PROGRAMS.flatMap((name) => folders.map((folder) => path.win32.join(folder, name)));
  }
  if (platform !== 'darwin') return onPath(environment, PROGRAMS);
  const folders = ['/Applications', path.join(homedir(), 'Applications')];
  const apps = MAC_PROGRAMS.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...apps, ...onPath(environment, PROGRAMS)];
}

function onPath({ PATH = '' }: Readonly<NodeJS.ProcessEnv>, names: readonly string[]): string[] {
  const folders = PATH.split(path.delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
