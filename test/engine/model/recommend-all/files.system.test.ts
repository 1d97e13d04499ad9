import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Database } from '#listenlab/duckdb/database.js';
import { fileLiteral } from '#listenlab/duckdb/sql.js';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Model } from '#listenlab/engine/model/model.js';
import { recommendAll } from '#listenlab/engine/model/node/recommend-all.js';
import { testFolder } from '../../../data/dataset/support.js';
import { smallModel } from '../models.js';

const { folder } = testFolder();
const HOSTILE = [
  'a "quoted" one',
  'comma, and ; tab\tline\nend',
  '=HYPERLINK("http://x")',
  '<b>&amp;',
  '',
  'NULL',
  ' né 🎸 ',
];

/** Each user prefers earlier artists; `user 1` has a zero vector. */
function hostileModel(): Model {
  const artists = new IdMap('artist', HOSTILE);
  const users = new IdMap('user', [HOSTILE[1], 'user 1', HOSTILE[0]]);
  return new Model({
    users,
    artists,
    factors: 1,
    userFactors: Float32Array.of(1, 0, 0.1),
    artistFactors: Float32Array.from(HOSTILE, (_, i) => 1 / (i + 1)),
    plays: csrFromTriplets(3, HOSTILE.length, [2], [0], [1]),
    training: {},
  });
}

/** The rows of a file as DuckDB reads them. */
async function rowsOf(file: string): Promise<unknown[][]> {
  const database = await Database.open(':memory:', 'READ_WRITE', 'test');
  const reader = file.endsWith('.csv')
    ? `read_csv(${fileLiteral(file)}, header = true, nullstr = 'no such', types = {'user': 'VARCHAR', 'artist': 'VARCHAR', 'score': 'DOUBLE'})`
    : `read_parquet(${fileLiteral(file)})`;
  const { columns } = await database.query(`SELECT * FROM ${reader}`);
  database.close();
  expect(Object.keys(columns)).toEqual(['user', 'rank', 'artist', 'score']);
  return columns.user.map((user, i) => [user, columns.rank[i], columns.artist[i], columns.score[i]]);
}

function expectedRows(model: Model, count?: number): unknown[][] {
  return model.users.names.flatMap((user) =>
    model.recommend(user, { count }).map(({ artist, score }, i) => [user, i + 1, artist, score]),
  );
}

describe.each(['.parquet', '.csv'])('recommendations in a file that ends in %s', (ending) => {
  it('match the model and keep names unchanged', async () => {
    const file = path.join(folder, `it's [odd] *${ending}`);
    await writeFile(file, 'old');
    const model = hostileModel();
    const summary = await recommendAll(model, file);
    const rows = await rowsOf(file);
    expect(rows).toEqual(expectedRows(model));
    expect(summary).toEqual({ users: 3, rows: rows.length });
    expect(rows).toHaveLength(13);
  });

  it('are in order, even if there are many', async () => {
    const users = 3000;
    const names = Array.from({ length: users }, (_, i) => `user ${i}`);
    const artists = Array.from({ length: 100 }, (_, i) => `artist ${i}`);
    const model = new Model({
      users: new IdMap('user', names),
      artists: new IdMap('artist', artists),
      factors: 2,
      userFactors: Float32Array.from({ length: users * 2 }, (_, i) => Math.sin(i)),
      artistFactors: Float32Array.from({ length: 200 }, (_, i) => Math.cos(i * i)),
      plays: csrFromTriplets(users, 100, [], [], []),
      training: {},
    });
    const file = path.join(folder, `many${ending}`);
    await recommendAll(model, file, { count: 50 });
    expect(await rowsOf(file)).toEqual(expectedRows(model, 50));
  });

  it('may be empty', async () => {
    const file = path.join(folder, 'new folder', `none${ending}`);
    expect(await recommendAll(smallModel(), file, { users: [2] })).toEqual({ users: 1, rows: 0 });
    expect(await rowsOf(file)).toEqual([]);
  });

  it('are not written at all if interrupted, and an old file stays', async () => {
    const place = path.join(folder, `interrupted${ending}`);
    await mkdir(place);
    const file = path.join(place, `all${ending}`);
    await writeFile(file, 'old');
    const aborting = new AbortController();
    const onProgress = () => aborting.abort(new Error('enough'));
    const work = recommendAll(hostileModel(), file, { signal: aborting.signal, onProgress });
    await expect(work).rejects.toThrow('enough');
    expect(await readdir(place)).toEqual([`all${ending}`]);
    expect(await readFile(file, 'utf8')).toBe('old');
  });
});

describe('a file for recommendations', () => {
  it.each([
    ['all.txt', "'all.txt' ends in '.txt'; expected a file that ends in .parquet or .csv"],
    ['folder.csv/all', "'folder.csv/all' has no ending; expected a file that ends in .parquet or .csv"],
  ])('is refused if it is %s', async (file, message) => {
    await expect(recommendAll(smallModel(), file)).rejects.toThrow(message);
  });

  it('is refused if the path is not writable', async () => {
    await writeFile(path.join(folder, 'file'), '');
    const file = path.join(folder, 'file', 'all.csv');
    await expect(recommendAll(smallModel(), file)).rejects.toThrow(
      /^cannot write the recommendations to '.*all\.csv' \(.*\); choose a writable path$/,
    );
  });
});
