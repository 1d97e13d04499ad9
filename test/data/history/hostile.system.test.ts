import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonObjects } from '#listenlab/data/history/json/json-objects.js';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { zip } from '../dataset/archives.js';
import { historyFolder, mistake } from './support.js';

const { write } = historyFolder();
const PLAY = '{"endTime":"2024-01-31 12:00","artistName":"Low","trackName":"Hey","msPlayed":200000}';

describe('an archive that expands to hundreds of times its size', () => {
  it.each([
    ['objects', `[${'{},'.repeat(7e6)}`],
    ['lists in lists', '['.repeat(2e7)],
    ['zeros', '\0'.repeat(2e7)],
  ])('is refused before unpacking: %s', async (_, content) => {
    const file = write('bomb.zip', zip([{ path: 'StreamingHistory0.json', content }]));
    const before = readdirSync(tmpdir());
    const seen: number[] = [];
    const read = readListeningHistory(file, { onProgress: ({ done }) => seen.push(done) });
    expect(await mistake(read)).toMatch(
      /^StreamingHistory0\.json in .*bomb\.zip would unpack from \d+\.\d KiB to \d+\.\d MiB, which no listening history does; /,
    );
    expect(seen).toEqual([Math.round(content.length)]);
    expect(
      readdirSync(tmpdir()).filter((name) => !before.includes(name) && /history-(?!test)/.test(name)),
    ).toEqual([]);
  });

  it('does not affect a history beside it', async () => {
    const members = [
      { path: 'StreamingHistory0.json', content: `[${PLAY}]` },
      { path: 'zeros.csv', content: '\0'.repeat(2e7) },
    ];
    expect(await readListeningHistory(write('beside.zip', zip(members)))).toMatchObject({
      plays: [{ artist: 'Low', plays: 1 }],
      leftAlone: [{ why: expect.stringContaining('would unpack from'), isOpened: true }],
    });
  });
});

it('a zip with more files than any export has is refused', async () => {
  const members = Array.from({ length: 20_001 }, (_, i) => ({ path: `${i}.csv`, content: '' }));
  const file = write('many.zip', zip(members));
  expect(await mistake(readListeningHistory(file))).toBe(
    `zip ${file} holds more than 20,000 files; give the folder of the export alone`,
  );
});

describe('a truncated history', () => {
  it.each([
    [
      'in another encoding',
      Buffer.from('\xff', 'latin1'),
      /StreamingHistory0\.json is not valid UTF-8 in line 1; /,
    ],
    ['with zeros', Buffer.alloc(10), /StreamingHistory0\.json has a zero byte \(NUL\) in line 1; /],
    [
      'with other signs',
      Buffer.from('}}'),
      /StreamingHistory0\.json is damaged: its JSON is invalid after character 17\d,\d{3}; /,
    ],
  ])('is never counted in part: %s', async (name, end, expected) => {
    const rows = Buffer.from(`[${`${PLAY},`.repeat(2000)}`);
    const file = write(`${name}/StreamingHistory0.json`, Buffer.concat([rows, end]));
    write(`${name}/StreamingHistory1.json`, `[${PLAY}]`);
    expect(await mistake(readListeningHistory(path.dirname(file)))).toMatch(expected);
  });
});

describe('JSON input', () => {
  /** An endless stream of chunks that counts how many were taken. */
  function endless(start: string, chunk: string) {
    const taken = { chunks: 0 };
    async function* text() {
      yield start;
      for (;;) {
        taken.chunks++;
        yield chunk;
      }
    }
    return { taken, text: text() };
  }

  it.each([
    [
      'lists in lists',
      '',
      '['.repeat(1000),
      /^x has lists nested more than 32 deep, which no listening history has; /,
    ],
    ['objects in objects', '[', '{"a":'.repeat(1000), /more than 32 deep/],
    [
      'a row of numbers',
      '[{"ts":[0',
      ',1'.repeat(1000),
      /^x has a row of more than 1\.0 MiB or 10,000 values, /,
    ],
    ['a row of texts', '[{"a":1', `,"b":"${'x'.repeat(2e5)}"`, /^x has a row of more than 1\.0 MiB or /],
    ['a text', '[{"ts":"', 'a'.repeat(1e5), /^x has a text of more than 1\.0 MiB, /],
  ])('without an end is refused early: %s', async (_, start, chunk, expected) => {
    const { taken, text } = endless(start, chunk);
    const read = async () => {
      for await (const row of jsonObjects(text, 'x')) expect(row).toBeDefined();
    };
    expect(await mistake(read())).toMatch(expected);
    expect(taken.chunks).toBeLessThan(20);
  });

  it('with more rows than anybody plays is refused', async () => {
    const file = write('rows.json', `[{}${',{}'.repeat(3_000_100)}]`);
    expect(await mistake(readListeningHistory(file))).toBe(
      `${file} has more than 3,000,000 rows, more than anybody plays in a lifetime; give the export of one listener`,
    );
  }, 120_000);

  it('is read the same in chunks of any size', async () => {
    const text = `${JSON.stringify({ user: 'x', scrobbles: [{ artist: 'Bj\u00f6rk "1"', n: -1.5e3 }, 7, { a: [{ b: null }] }] })}\n`;
    const expected = [{ artist: 'Björk "1"', n: -1500 }, '7', { a: [{ b: null }] }];
    for (const size of [1, 2, 3, 7, 1000]) {
      async function* chunks() {
        for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
      }
      const rows: unknown[] = [];
      for await (const row of jsonObjects(chunks(), 'x')) rows.push(row);
      expect(rows).toEqual(expected);
    }
  });
});

describe('a table without usable rows', () => {
  it('is refused if it has only blank lines, unclosed quotes or a single line', async () => {
    const blank = write('blank.csv', `artist,date\n${'\n'.repeat(6_000_100)}`);
    expect(await mistake(readListeningHistory(blank))).toMatch(/blank\.csv has more than 3,000,000 rows/);
    const open = write('open.csv', `artist,date\n${'"a,1422705600\n'.repeat(100_100)}`);
    expect(await mistake(readListeningHistory(open))).toMatch(
      /open\.csv has more than 100,000 rows whose quotes do not close; export it again$/,
    );
    const line = write('line.csv', `artist,date\n${'a'.repeat(2e6)}`);
    expect(await mistake(readListeningHistory(line))).toMatch(/line\.csv has more than 1\.0 MiB in line 2; /);
  }, 120_000);
});

it('reading a history writes no files', async () => {
  const before = readdirSync(tmpdir());
  await readListeningHistory(write('scrobbles.csv', 'artist,date\nLow,2015-01-31 12:00\n'));
  const after = readdirSync(tmpdir()).filter((name) => !before.includes(name));
  expect(
    after.filter((name) => path.basename(name).startsWith('listenlab-history-') && !name.includes('test')),
  ).toEqual([]);
});
