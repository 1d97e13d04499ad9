import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { historyFolder, mistake } from './support.js';

const { folder, write } = historyFolder();
const EXPECTED =
  'expected a listening history: Spotify (StreamingHistory_music_0.json, Streaming_History_Audio_2020_0.json ' +
  'or the zip they come in), a CSV of Last.fm scrobbles, or an export of ListenBrainz, YouTube Music, Apple Music, Tidal or Deezer';

const refusal = (file: string) => mistake(readListeningHistory(file));

describe('reading a listening history from a path', () => {
  // A child process, as a limit of 128 open files cannot be raised again.
  it.skipIf(process.platform === 'win32')(
    'works for a folder with more files than can be open at once',
    () => {
      const names = Array.from({ length: 200 }, (_, i) => `many/scrobbles-${i}.csv`);
      const files = names.map((name, i) => write(name, `artist,track,uts\nBand ${i},Hey,1700000000\n`));
      const module = path.resolve(
        import.meta.dirname,
        '../../../dist/data/history/read-listening-history.js',
      );
      const script = `import('${module}').then(async (it) => {
      console.log((await it.readListeningHistory(process.argv[1])).counted);
    })`;
      const command = 'ulimit -n 128; exec "$0" -e "$1" "$2"';
      const given = [process.execPath, script, path.dirname(files[0])];
      expect(execFileSync('sh', ['-c', command, ...given], { encoding: 'utf8' })).toBe('200\n');
    },
  );

  it.skipIf(process.platform === 'win32')('refuses a pipe', async () => {
    const file = path.join(folder, 'pipe');
    execFileSync('mkfifo', [file]);
    expect(await refusal(file)).toBe(`${file} is neither a file nor a folder; ${EXPECTED}`);
  });
});
