import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type ChromePage, withChrome } from '#listenlab/notebook/chrome/with-chrome.js';
import { findChromium } from '../../support/chromium.js';
import { useFolder } from '../../support/folder.js';

const CHROMIUM = findChromium() ?? '';
const PAGE = '<!doctype html><title>Ü</title><p id="words">Björk</p>';
const WITH_CHROME = new URL('../../../dist/notebook/chrome/with-chrome.js', import.meta.url).href;

const open = <T>(work: (page: ChromePage) => Promise<T>, { signal } = new AbortController()) =>
  withChrome(CHROMIUM, signal, work);

describe.skipIf(CHROMIUM === '')('a headless Chrome', () => {
  const folder = useFolder();

  it('shows a document, runs its script, awaits promises and says what an expression throws', async () => {
    await open(async (page) => {
      await page.open(`${PAGE}<script>document.title += '!'</script>`);
      expect(await page.evaluate('document.title')).toBe('Ü!');
      expect(await page.evaluate('Promise.resolve({ words: words.textContent })')).toEqual({
        words: 'Björk',
      });
      await expect(page.evaluate('Promise.reject(new RangeError("too wide"))')).rejects.toThrow(
        'RangeError: too wide',
      );
      await expect(page.evaluate('nothing.here')).rejects.toThrow('nothing is not defined');
      await page.open('<title>second</title>');
      expect(await page.evaluate('document.title')).toBe('second');
    });
  });

  it('takes a document and gives an answer of some megabytes', async () => {
    const long = 'ö'.repeat(6_000_000);
    const back = await open(async (page) => {
      await page.open(`<p id="long">${long}</p>`);
      return page.evaluate<string>('document.getElementById("long").textContent');
    });
    expect(back === long).toBe(true);
  });

  it('prints a page for each sheet, with numbers if asked', async () => {
    const [plain, numbered] = await open(async (page) => {
      await page.open(`${PAGE}<p style="break-before: page">two`);
      return [await page.pdf({ paper: 'A4' }), await page.pdf({ paper: 'Letter', pageNumbers: true })];
    });
    const text = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');
    expect(text(plain)).toMatch(/^%PDF-/);
    expect(text(plain)).toMatch(/\/Count 2\b/);
    expect(text(plain)).toMatch(/\/MediaBox ?\[0 0 59[45][.\d]* 84[12]/);
    expect(text(numbered)).toMatch(/\/MediaBox ?\[0 0 612 792\]/);
    expect(numbered.length).toBeGreaterThan(plain.length);
  });

  it('reaches no host, not even one on this machine', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const at = `127.0.0.1:${port}`;
    const loaded = await open(async (page) => {
      await page.open(
        `${PAGE}<img id="image" src="http://${at}/image"><script src="http://${at}/script"></script>`,
      );
      return page.evaluate(`Promise.all([
        fetch('http://${at}/fetch', { mode: 'no-cors' }).then(() => 'fetched', () => 'failed'),
        fetch('file:///etc/hostname').then(() => 'read', () => 'failed'),
        new Promise((resolve) => {
          const socket = new WebSocket('ws://${at}/socket');
          socket.onopen = () => resolve('opened');
          socket.onerror = () => resolve('failed');
        }),
        new Promise((resolve) => {
          const code = "fetch('http://${at}/worker').then(() => postMessage('fetched'), () => postMessage('failed'))";
          new Worker(URL.createObjectURL(new Blob([code]))).onmessage = ({ data }) => resolve(data);
        }),
        image.naturalWidth,
      ])`);
    });
    server.close();
    expect(loaded).toEqual(['failed', 'failed', 'failed', 'failed', 0]);
    expect(asked).toEqual([]);
  });

  it('ends when the work is interrupted, and leaves no process and no profile', async () => {
    const stop = new AbortController();
    const inFolder = process.env.TMPDIR;
    process.env.TMPDIR = folder.path;
    const work = open(async (page) => {
      await page.open(PAGE);
      expect(runningIn(folder.path).length).toBeGreaterThan(1);
      stop.abort(new Error('interrupted'));
      await page.evaluate('new Promise(() => {})');
    }, stop).finally(() => {
      if (inFolder === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = inFolder;
    });
    await expect(work).rejects.toThrow('interrupted');
    expect(readdirSync(folder.path)).toEqual([]);
    await expect.poll(() => runningIn(folder.path)).toEqual([]);
  });

  it('does not start when it is interrupted while its folder is made', async () => {
    const stop = new AbortController();
    const work = open(async () => 'worked', stop);
    stop.abort(new Error('interrupted'));
    await expect(work).rejects.toThrow('interrupted');
  });

  it('leaves nothing that keeps the process alive when it is interrupted before it answers', async () => {
    const silent = folder.file('silent-chrome');
    writeFileSync(silent, `#!/bin/sh\ntouch ${folder.file('started')}\nexec sleep 600\n`);
    chmodSync(silent, 0o755);
    const script = `
      const { existsSync } = await import('node:fs');
      const { withChrome } = await import(${JSON.stringify(WITH_CHROME)});
      const stop = new AbortController();
      const work = withChrome(process.argv[1], stop.signal, async () => 'worked');
      while (!existsSync(process.argv[2])) await new Promise((resolve) => setTimeout(resolve, 5));
      stop.abort(new Error('interrupted'));
      await work.catch(({ message }) => console.log(message));`;
    const parent = spawn(
      process.execPath,
      ['--input-type=module', '-e', script, silent, folder.file('started')],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: folder.path } },
    );
    const [[said]] = await Promise.all([once(parent.stdout, 'data'), once(parent, 'exit')]);
    expect(String(said)).toBe('interrupted\n');
  });

  it('ends when the process that started it is killed', async () => {
    const script = `
      const { withChrome } = await import(${JSON.stringify(WITH_CHROME)});
      await withChrome(process.argv[1], new AbortController().signal, async (page) => {
        await page.open('<title>here</title>');
        console.log('open');
        await page.evaluate('new Promise(() => {})');
      });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script, CHROMIUM], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: folder.path },
    });
    await once(parent.stdout, 'data');
    expect(runningIn(folder.path).length).toBeGreaterThan(1);
    parent.kill('SIGKILL');
    await expect.poll(() => runningIn(folder.path)).toEqual([]);
  });

  it('says what it said if it ends early, and what to do', async () => {
    const broken = folder.file('broken-chrome');
    writeFileSync(broken, '#!/bin/sh\necho "[1:1:ERROR:a.cc(1)] No usable sandbox!" >&2\nexit 3\n');
    chmodSync(broken, 0o755);
    const { signal } = new AbortController();
    await expect(withChrome(broken, signal, async () => 1)).rejects.toThrow(
      `${broken} ended with exit code 3: No usable sandbox!; install Chrome, Chromium or Edge, or set LISTENLAB_CHROME to another one`,
    );
    await expect(withChrome('/nowhere/chrome', signal, async () => 1)).rejects.toThrow(
      '/nowhere/chrome could not be started (spawn /nowhere/chrome ENOENT)',
    );
  });

  it('says that a page crashed', async () => {
    const parts = () => runningIn('').filter(({ command }) => command.includes('--type=renderer'));
    const others = new Set(parts().map(({ pid }) => pid));
    const work = open(async (page) => {
      await page.open(PAGE);
      for (const { pid } of parts()) if (!others.has(pid)) process.kill(pid, 'SIGKILL');
      await page.evaluate('new Promise(() => {})');
    });
    await expect(work).rejects.toThrow(`a page of ${CHROMIUM} crashed; free some memory and try again`);
  });
});

/** Processes of browsers whose profile is in a folder. */
function runningIn(folder: string): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), command: commandOf(pid) }))
    .filter(({ command }) => command.includes(`--user-data-dir=${folder}`));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
