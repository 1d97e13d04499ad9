import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inProcess } from './in-process.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'look-'));
  const write = (name: string, content: string) => writeFile(path.join(folder, name), content);
  await write('import.css', "@import 'x.css';");
  await write('logo.gif', 'GIF89a');
  await write('words.json', '{}');
  await write('broken.json', '{');
  await write('odd.json', '{ "findngs": "Trouvailles" }');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  [['--theme', 'import.css'], '--theme import.css: the theme has an @import, but a report loads nothing'],
  [['--theme', 'gone.css'], '--theme gone.css: there is no such file'],
  [['--theme', '.'], '--theme .: it is not a file'],
  [
    ['--logo', 'logo.gif'],
    '--logo logo.gif: the logo is not a picture that a report can have; expected a PNG',
  ],
  [
    ['--words', 'words.json'],
    '--words words.json: the words of a report lack a text for "language" (in English "en"), "skip"',
  ],
  [['--words', 'broken.json'], '--words broken.json: it is not JSON'],
  [['--words', 'odd.json'], '--words odd.json: the words of a report have no findngs'],
  [['--language', 'fr'], 'listenlab has no words for the language "fr", only for en and de'],
])('a look that a report cannot have is refused before anything runs: %j', async (look, message) => {
  const where = { path: folder, data: path.join(folder, 'data') };
  const { code, stderr } = await inProcess(['run', 'none.ipynb', '--report', 'r.html', ...look], where);
  expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
});

it('a look without a report is refused', async () => {
  const where = { path: folder, data: path.join(folder, 'data') };
  const { code, stderr } = await inProcess(['run', 'none.ipynb', '--language', 'de'], where);
  expect([code, stderr]).toEqual([1, expect.stringContaining('--language was given without a report')]);
});
