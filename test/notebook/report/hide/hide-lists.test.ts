import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '#listenlab/data/dataset/dataset.js';
import { openPlays } from '#listenlab/data/dataset/open.js';
import { wholeLists } from '#listenlab/data/explore/whole-lists.js';
import { charts, columnsOf, explore, frame, trainAls } from '#listenlab/index.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import type { Output } from '#listenlab/notebook/jupyter/nbformat.js';
import { hideLists } from '#listenlab/notebook/report/hide/hide-lists.js';
import { ENGLISH } from '#listenlab/notebook/report/language/words.js';
import { unpackTable } from '#listenlab/notebook/table/node/pack-table.js';
import { type PackedTable, TABLE_TYPE } from '#listenlab/notebook/table/packed-table.js';
import { escapeMarkdown } from '#listenlab/util/escape.js';
import { code, display, notebookOf, stream } from '../support/notebooks.js';

describe('whole lists of a listener in a report', () => {
  let folder: string;
  let raw: Dataset;
  let dataset: Dataset;
  /** Of the listener with the longest list. */
  let history: { artist: string[]; plays: number[] };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'listenlab-lists-'));
    raw = await openPlays('sample', { dataDirectory: folder });
    ({ dataset } = await raw.clean());
    const { columns } = await dataset.query(
      'SELECT "user" FROM plays GROUP BY "user" ORDER BY count(*) DESC, "user" LIMIT 1',
    );
    history = columnsOf(await explore.userHistory(dataset, String(columns.user[0]))) as typeof history;
  }, 60_000);
  afterAll(async () => {
    dataset.close();
    raw.close();
    await rm(folder, { recursive: true });
  });

  const shown = (value: unknown) => display(toMimeBundle(value) as Record<string, unknown>);

  async function hidden(...outputs: Output[]): Promise<Output[]> {
    const named = { name: 'n', notebook: notebookOf(code('x', outputs)) };
    const [{ notebook }] = await hideLists([named], (lists) => wholeLists(dataset, lists), ENGLISH);
    const [cell] = notebook.cells;
    return cell.cell_type === 'code' ? cell.outputs : [];
  }

  /** How many of the listener's artists stand in outputs. */
  const named = (outputs: Output[]) => {
    const text = outputs
      .map((output) =>
        'data' in output
          ? {
              ...output.data,
              unpacked: TABLE_TYPE in output.data && unpackTable(output.data[TABLE_TYPE] as PackedTable),
            }
          : output,
      )
      .map((output) => JSON.stringify(output).replaceAll('\\\\', ''))
      .join();
    return history.artist.filter(
      (artist) =>
        text.includes(JSON.stringify(artist).slice(1, -1).replaceAll('&', '&amp;')) || text.includes(artist),
    ).length;
  };

  it('are cut to ten rows in tables, packed and in HTML, and a sentence says how many are held back and why', async () => {
    const rows = history.artist.length;
    expect(rows).toBeGreaterThan(30);
    const [table, said, ...more] = await hidden(shown(frame(history)));
    expect(more).toEqual([]);
    expect(named([table])).toBe(10);
    expect('data' in table && (table.data[TABLE_TYPE] as PackedTable).rows).toBe(rows);
    expect('data' in table && String(table.data['text/html']).match(/<tr>/g)).toHaveLength(11);
    expect(said).toMatchObject({
      data: {
        'text/markdown': `${rows - 10} of ${rows} rows are held back: with them, this would be the whole list of one listener.`,
      },
    });
  });

  it('are cut in charts, which lose the pictures of all', async () => {
    const bars = {
      data: [{ type: 'bar', x: history.plays, y: history.artist, orientation: 'h' }],
      layout: { yaxis: { categoryarray: history.artist } },
    };
    const chart = display({
      'application/vnd.plotly.v1+json': bars,
      'image/png': 'AAAA',
      'text/plain': history.artist.join(', '),
    });
    const [cut] = await hidden(chart);
    expect(named([cut])).toBe(10);
    expect(JSON.stringify(cut)).not.toContain('image/png');
    expect(cut).toMatchObject({
      data: { 'application/vnd.plotly.v1+json': { data: [{ x: history.plays.slice(0, 10) }] } },
    });
  });

  it('are held back where they are printed, as lines, JSON or Markdown', async () => {
    const lines = history.artist.map((artist, at) => `${at + 1}. ${artist}: ${history.plays[at]}`).join('\n');
    const table = history.artist.map((artist) => `| ${escapeMarkdown(artist)} | 1 |`).join('\n');
    const rows = history.artist.map((artist, at) => ({ artist, plays: history.plays[at] }));
    for (const printed of [
      stream(lines),
      stream(JSON.stringify(rows)),
      display({ 'text/markdown': table }),
      display({ 'application/json': rows }),
    ]) {
      const left = await hidden(printed);
      expect(named(left)).toBe(0);
      expect(JSON.stringify(left)).toContain(ENGLISH.textHeldBack);
    }
  });

  it('are found without their plays, in another order, and among other rows with their plays', async () => {
    expect(named(await hidden(shown(frame({ artist: history.artist.toSorted() }))))).toBeLessThan(11);
    const others = Array.from({ length: 200 }, (_, at) => `nobody ${at}`);
    const mixed = frame({
      artist: [...others, ...history.artist],
      times: [...others.map(() => 1), ...history.plays],
    });
    expect(named(await hidden(shown(mixed)))).toBe(0);
    const parts = history.artist.slice(0, Math.floor(0.9 * history.artist.length));
    const [kept] = await hidden(shown(frame({ artist: parts })));
    expect(named([kept])).toBe(parts.length);
  });

  it('are not seen in rankings, all artists, recommendations and similar artists', async () => {
    const model = await trainAls(await dataset.interactions(), { factors: 8, iterations: 3, seed: 1 });
    const [user] = (await dataset.interactions()).users.names;
    const outputs = [
      ...(await Promise.all([10, 50, 986].map((count) => explore.topArtists(dataset, { count })))),
      await explore.topArtists(dataset, { by: 'plays', count: 40 }),
      await explore.firstChoices(dataset, { count: 20 }),
      frame(
        Object.fromEntries(
          ['artist', 'score'].map((name) => [
            name,
            model.recommend(user, { count: 50 }).map((row) => row[name as 'artist']),
          ]),
        ),
      ),
      charts.similarArtists(model.similarArtists('radiohead', { count: 11 }), { of: 'radiohead' }),
      charts.topArtists(await explore.topArtists(dataset, { count: 40 })),
    ].map(shown);
    expect(await hidden(...outputs)).toEqual(outputs);
  });
});
