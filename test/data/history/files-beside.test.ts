import { describe, expect, it } from 'vitest';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { historyReader, mistake } from './support.js';

const { write, read } = historyReader();

describe('other files beside a history', () => {
  const history = '[{"endTime":"2024-01-31 12:00","artistName":"Low","trackName":"Hey","msPlayed":200000}]';

  it.each<[string, string | Buffer]>([
    ['a table in another encoding', Buffer.from('Name,Straße\nJörg,1\n', 'latin1')],
    ['an empty table', ''],
    ['a table of zeros', Buffer.alloc(1000)],
    ['a table with one line of two megabytes', 'x'.repeat(2e6)],
  ])('%s is ignored', async (name, content) => {
    write(`beside ${name}/StreamingHistory0.json`, history);
    const other = write(`beside ${name}/other.csv`, content);
    expect(await readListeningHistory(other.replace(/other\.csv$/, ''))).toMatchObject({
      plays: [{ artist: 'Low', plays: 1 }],
      leftAlone: [{ file: other, isOpened: true }],
    });
  });

  it('two tables without plays are refused with their contents', async () => {
    write('none/a.csv', 'Name,Phone\nA,1\n');
    const other = write('none/b.csv', 'Date,Payee\n2024-01-01,B\n');
    expect(await mistake(readListeningHistory(other.replace(/b\.csv$/, '')))).toMatch(
      /^folder .*none holds no listening history \(.*a\.csv has no column 'artist' .*; .*b\.csv has no column 'artist' .*\); expected/,
    );
  });

  it('hundreds of podcasts and broken rows may precede an extended history', async () => {
    const podcast = {
      ts: '2020-04-11T00:27:53Z',
      ms_played: 100000,
      episode_name: 'One',
      episode_show_name: 'A Show',
    };
    const play = { ts: '2020-04-11T00:27:53Z', ms_played: 100000, master_metadata_album_artist_name: 'Low' };
    const rows = [...Array(300).fill({}), ...Array(300).fill(podcast), play];
    expect(await read('Streaming_History_Audio_2020_0.json', JSON.stringify(rows))).toMatchObject({
      plays: [{ artist: 'Low', plays: 1 }],
      skipped: [
        { reason: 'malformed', rows: 300 },
        { reason: 'a podcast', rows: 300 },
      ],
    });
  });
});
