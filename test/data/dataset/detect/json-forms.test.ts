import { describe, expect, it } from 'vitest';
import { droppedRows, rowsOf, testFolder } from '../support.js';

const { write, open, clean } = testFolder();

const RECORD = '{"user":"ann","artist":"Low","plays":3}';
const PANDAS = ", dtype=False).to_json('plays.jsonl', orient='records', lines=True)";

describe('JSON input', () => {
  it.each([
    ['object.json', '{}', 'is an empty object in JSON', ''],
    ['list.json', '[]', 'is an empty list in JSON', ''],
    ['number.json', '3', 'is a single value in JSON', ''],
    ['values.json', '[1,"b"]', 'is a list of single values in JSON', ''],
    [
      'lists.json',
      '[["ann","Low",3]]',
      'is a list of lists in JSON',
      "jq -r '.[] | @csv' lists.json > plays.csv",
    ],
    [
      'lines.jsonl',
      '["ann","Low",3]\n["bob","Low",3]\n',
      'has a list in each line, in place of a record',
      "jq -r '@csv' lines.jsonl > plays.csv",
    ],
    [
      'wrapped.json',
      `{"status":"ok","plays":[${RECORD},${RECORD}]}`,
      'has its list of records inside an object, at plays',
      "jq -c '.plays[]' wrapped.json > plays.jsonl",
    ],
    [
      'wrapped twice.json',
      `{"data":{"top artists":[${RECORD}]}}`,
      'has its list of records inside an object, at data.top artists',
      `jq -c '.data["top artists"][]' FILE > plays.jsonl`,
    ],
    [
      'table.json',
      `{"schema":{"fields":[{"name":"user","type":"string"}],"primaryKey":["index"]},"data":[${RECORD}]}`,
      'has its list of records inside an object, at data',
      "jq -c '.data[]' table.json > plays.jsonl",
    ],
    [
      'split.json',
      `{"columns":["user","artist","plays"],"index":[${Array.from({ length: 20_000 }, (_, i) => i)}],"data":[["ann","Low",3]]}`,
      "is a table as pandas writes it with orient='split'",
      `pd.read_json('split.json', orient='split'${PANDAS}`,
    ],
    [
      'columns.json',
      '{"user":{"0":"ann"},"artist":{"0":"Low"},"plays":{"0":3}}',
      'has all values of a column together (user, artist, plays)',
      `pd.read_json('columns.json', orient='columns'${PANDAS}`,
    ],
    [
      'column-lists.json',
      '{"who":["ann"],"band":["Low"],"n":[3]}',
      'has all values of a column together (who, band, n)',
      `pd.read_json('column-lists.json', orient='columns'${PANDAS}`,
    ],
    [
      'index.json',
      `{"0":${RECORD},"1":${RECORD}}`,
      "is an object of records, as pandas writes it with orient='index'",
      `pd.read_json('index.json', orient='index'${PANDAS}`,
    ],
    [
      'nested.json',
      '{"ann":{"Low":3},"bob":{"Low":4}}',
      'is an object that has only lists and objects in it (ann, bob)',
      '',
    ],
  ])('without records is refused with its structure and a conversion: %s', async (name, text, found, how) => {
    const file = write(name, text);
    await expect(open(file)).rejects.toThrow(
      `${file} ${found}; expected a list of records, [{"user": "ann", "artist": "Low", "plays": 3}, ...], or one record ` +
        `a line${how === '' ? '' : `; convert it, e.g. ${how}`}`,
    );
  });

  it.each([
    ['alone', RECORD],
    ['behind what is none', `[null,5,${RECORD}]`],
    ['with lists of their own', RECORD.replace('}', ',"tags":[{"name":"slow"}]}')],
    ['on lines of their own', `${RECORD}\n`.repeat(3000)],
  ])('with records is read: %s', async (name, text) => {
    const cleaned = await clean(await open(write(`records ${name}.json`, text)));
    expect(await rowsOf(cleaned, 'SELECT "user", artist FROM plays')).toEqual([['ann', 'Low']]);
  });

  it.each([
    ['jsonl', (records: string[]) => records.join('\n')],
    ['json', (records: string[]) => `[${records.join(',\n')}]`],
  ])('is read if some columns first appear in a late record: %s', async (extension, text) => {
    const bare = Array.from({ length: 5000 }, (_, i) => `{"user":"user ${i}","artist":"Low"}`);
    const file = write(`late.${extension}`, text([...bare, RECORD]));
    const cleaned = await clean(await open(file));
    expect(await rowsOf(cleaned, 'FROM plays')).toEqual([['ann', 'Low', 3]]);
    const dropped = await droppedRows(cleaned);
    expect(Object.values(dropped)).toEqual([[5000, '1, 2, 3']]);
    const listens = text([...bare, '{"user":"ann","artist":"Low","listened_at":1700000000}']);
    const timed = await open(write(`late-times.${extension}`, listens), { countListens: true });
    expect(timed.hasTimes).toBe(true);
    const twice = text([...Array(5000).fill(RECORD), '{"user":"bob","artist":"Low","plays":3,"plays":4}']);
    await expect(open(write(`late-twice.${extension}`, twice))).rejects.toThrow(
      "row 5001 has 'plays' twice; expected each name once per record",
    );
  });

  it('may be a single ListenBrainz listen that contains lists', async () => {
    const metadata = { artist_name: 'Low', mbid_mapping: { artists: [{ artist_credit_name: 'Low' }] } };
    const listen = { user_name: 'ann', listened_at: 1_700_000_000, track_metadata: metadata };
    const raw = await open(write('listen.jsonl', `${JSON.stringify(listen)}\n`), { countListens: true });
    expect(await rowsOf(raw, 'SELECT "user", artist FROM plays')).toEqual([['ann', 'Low']]);
  });
});
