import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { tarGz, zip } from '../dataset/archives.js';
import { fixture, historyFolder, mistake } from './support.js';

const { folder, write } = historyFolder();
const PLAY = '{"endTime":"2024-01-31 12:00","artistName":"Low","trackName":"Hey","msPlayed":200000}';
const LOW = [{ artist: 'Low', plays: 1 }];

describe('a history compressed with gzip', () => {
  it.each([
    'spotify-account/StreamingHistory_music_0.json',
    'lastfm/recenttracks-someone-1700000000.csv',
    'someone_lb-2023-10-31.json',
    'listenbrainz/listens/2021/11.jsonl',
  ])('is read like the uncompressed one: %s', async (name) => {
    const plain = await readListeningHistory(fixture(name));
    const file = write(`${path.basename(name)}.gz`, gzipSync(readFileSync(fixture(name))));
    const { plays, counted, skipped } = await readListeningHistory(file);
    expect({ plays, counted }).toEqual({ plays: plain.plays, counted: plain.counted });
    expect(skipped.map(({ rows }) => rows)).toEqual(plain.skipped.map(({ rows }) => rows));
  });

  it('is read under any name, in several members and with trailing zeros', async () => {
    const packed = Buffer.concat([gzipSync('['), gzipSync(`${PLAY}]`), Buffer.alloc(512)]);
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => seen.push(done / total);
    expect((await readListeningHistory(write('history.txt', packed), { onProgress })).plays).toEqual(LOW);
    expect(Math.max(...seen)).toBeLessThanOrEqual(1);
  });

  it('is found in a folder by its name', async () => {
    write('export/StreamingHistory0.json.gz', gzipSync(`[${PLAY}]`));
    write('export/listens/2021/11.jsonl.gz', gzipSync('{}'));
    write('export/Userdata.json.gz', gzipSync(`[${PLAY}]`));
    expect(await readListeningHistory(path.join(folder, 'export'))).toMatchObject({
      plays: LOW,
      leftAlone: [
        { file: expect.stringContaining('11.jsonl.gz'), isOpened: true },
        { file: expect.stringContaining('Userdata.json.gz'), isOpened: false },
      ],
    });
    write('named/mine.gz', gzipSync(`[${PLAY}]`));
    expect(await mistake(readListeningHistory(path.join(folder, 'named')))).toContain(
      '; to read mine.gz, give its own path',
    );
  });

  it('is refused if it is truncated, corrupted or followed by other data', async () => {
    const packed = gzipSync(`[${PLAY}]`);
    const changed = Buffer.from(packed);
    changed[changed.length - 6] ^= 1;
    const reading = (name: string, content: Buffer) => mistake(readListeningHistory(write(name, content)));
    expect(await reading('cut.json.gz', packed.subarray(0, -9))).toMatch(
      /cut\.json\.gz cannot be unpacked \(it ends too early, as after an interrupted download\); download it again$/,
    );
    expect(await reading('changed.json.gz', changed)).toMatch(
      /\(its checksum is wrong\); download it again$/,
    );
    expect(await reading('behind.json.gz', Buffer.concat([packed, Buffer.from('more')]))).toMatch(
      /is not part of it\); remove that data, e\.g\. gzip -dc FILE > NEW, and give the new file$/,
    );
  });

  it.each([
    ['a tar archive', tarGz([{ path: 'StreamingHistory0.json', content: `[${PLAY}]` }])],
    ['a gzip archive', gzipSync(gzipSync(PLAY))],
    ['a zip archive', gzipSync(zip([{ path: 'StreamingHistory0.json', content: `[${PLAY}]` }]))],
  ])('is refused if it contains %s', async (what, content) => {
    expect(await mistake(readListeningHistory(write('inner.gz', content)))).toBe(
      `${path.join(folder, 'inner.gz')} is ${what}; unpack it and give the unpacked file or folder`,
    );
  });

  it('is limited in size, whatever size it claims', async () => {
    const bomb = gzipSync(`artist,track,date\n${'Low,Hey,2024-01-31 12:00\n'.repeat(1e6)}`);
    const expected = /would unpack from \d+\.\d KiB to \d+\.\d MiB, which no listening history does/;
    expect(await mistake(readListeningHistory(write('bomb.csv.gz', bomb)))).toMatch(expected);
    const lying = Buffer.concat([bomb, gzipSync(' ')]);
    expect(gunzipSync(lying)).toHaveLength(25_000_019);
    expect(await mistake(readListeningHistory(write('lying.csv.gz', lying)))).toMatch(expected);
    write('beside/scrobbles.csv.gz', gzipSync(Buffer.alloc(2e7)));
    write('beside/StreamingHistory0.json', `[${PLAY}]`);
    expect(await readListeningHistory(path.join(folder, 'beside'))).toMatchObject({
      plays: LOW,
      leftAlone: [{ why: expect.stringContaining('would unpack from'), isOpened: true }],
    });
  });

  it('inside a zip is refused, with how to read it', async () => {
    const file = write('packed.zip', zip([{ path: 'scrobbles.csv.gz', content: 'x' }]));
    expect(await mistake(readListeningHistory(file))).toContain(
      '; to read scrobbles.csv.gz, unpack it first and give its own path',
    );
  });
});
