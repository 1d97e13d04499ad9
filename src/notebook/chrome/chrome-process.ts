import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { abortError, InputError, messageOf } from '../../util/errors.js';
import { inTemporaryFolder } from '../../util/node/files.js';
import { DevTools } from './dev-tools.js';
import { CHROME_VARIABLE } from './find-chrome.js';

/** How long a browser may take until it answers, in milliseconds: on a loaded machine a first start takes seconds. */
const START_PATIENCE = 60_000;
/** How long it may take to end once it was asked to, in milliseconds. */
const END_PATIENCE = 2_000;
/** Characters kept of what it says on stderr. */
const LAST_WORDS = 4_000;
/** Milliseconds to wait for them after its end, as a helper of Chrome's may keep the pipe open. */
const WORDS_PATIENCE = 100;

const FLAGS = [
  '--headless',
  // Two pipes instead of a port: no other process can connect, and Chrome ends with ours, however that ends.
  '--remote-debugging-pipe',
  // No host has an address, and nothing of the browser's own is fetched, reported or asked.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--password-store=basic',
  '--use-mock-keychain',
  '--mute-audio',
  '--hide-scrollbars',
  '--disable-gpu',
  // Containers often have 64 MB of shared memory, less than a page needs.
  '--disable-dev-shm-usage',
];

/**
 * Runs work with a headless Chrome that has a fresh profile and no network, and ends it afterwards.
 *
 * @param chrome path of the program; see `findChrome`
 * @param signal ends Chrome and the work
 * @throws InputError when Chrome does not start or ends early; it says what Chrome said
 */
export async function withChromeProcess<T>(
  chrome: string,
  signal: AbortSignal,
  work: (devTools: DevTools) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw abortError(signal);
  return inTemporaryFolder(async (profile) => {
    const child = spawn(chrome, [...FLAGS, ...sandboxFlags(), `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      // What it leaves there when it is killed goes with the profile.
      env: { ...process.env, TMPDIR: profile },
      // Ctrl+C in a terminal is ours to handle; with us Chrome ends by its pipe.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const end = endOf(child, chrome);
    const devTools = new DevTools(child.stdio[3] as Writable, child.stdio[4] as Readable);
    let stop = () => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(abortError(signal));
      signal.addEventListener('abort', stop);
      // While the folder was made.
      if (signal.aborted) stop();
      end.then(reject);
    });
    try {
      await startOf(devTools, chrome, stopped);
      return await Promise.race([stopped, work(devTools)]);
    } finally {
      signal.removeEventListener('abort', stop);
      stopped.catch(() => undefined);
      if (!signal.aborted) await askToEnd(devTools, end);
      killGroup(child);
      await end;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

/**
 * Chrome refuses to run for the superuser with its sandbox, which is what keeps a hostile page from the machine. Only
 * pages that this package wrote are opened, and they run no script but its own and Plotly's, so there it goes without;
 * anybody else's Chrome keeps it.
 */
function sandboxFlags(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Ends, with its timer, when Chrome answers or `stopped` rejects. */
async function startOf(devTools: DevTools, chrome: string, stopped: Promise<never>): Promise<void> {
  const late = new AbortController();
  const patience = sleep(START_PATIENCE, undefined, { signal: late.signal }).then(() => {
    throw failure(chrome, `did not answer within ${START_PATIENCE / 1000} s`, '');
  });
  try {
    await Promise.race([stopped, devTools.send('Browser.getVersion'), patience]);
  } finally {
    late.abort();
    patience.catch(() => undefined);
  }
}

/** Resolves to the error that Chrome's early end is. */
async function endOf(child: ChildProcess, chrome: string): Promise<InputError> {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  try {
    const closed = once(child, 'close').catch(() => undefined);
    const [code, signal] = await once(child, 'exit');
    await Promise.race([closed, sleep(WORDS_PATIENCE)]);
    return failure(chrome, `ended with ${signal ?? `exit code ${code}`}`, words);
  } catch (error) {
    return failure(chrome, `could not be started (${messageOf(error)})`, words);
  }
}

function failure(chrome: string, what: string, words: string): InputError {
  const [said] = words
    .split('\n')
    .map((line) => line.replace(/^\[[^\]]*\]\s*/, '').trim())
    .filter((line) => line !== '')
    .slice(-1);
  const quoted = said === undefined ? '' : `: ${said}`;
  return new InputError(
    `${chrome} ${what}${quoted}; install Chrome, Chromium or Edge, or set ${CHROME_VARIABLE} to another one`,
  );
}

/** Who has interrupted does not wait for this: a browser that prints answers only when it has done so. */
async function askToEnd(devTools: DevTools, end: Promise<unknown>): Promise<void> {
  devTools.send('Browser.close').catch(() => undefined);
  const late = new AbortController();
  const patience = sleep(END_PATIENCE, undefined, { signal: late.signal });
  await Promise.race([end, patience.catch(() => undefined)]);
  late.abort();
}

/** Ends Chrome and its helpers, those too that a wrapper script has started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of them have ended.
  }
}
