import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  baselines,
  type Dataset,
  evaluate,
  frame,
  headline,
  InputError,
  type Interactions,
  interactionsFromRows,
  type MimeBundle,
  type Model,
  openDataset,
  show,
  splits,
  sweep,
  trainAls,
  widgets,
} from '#listenlab/index.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { offerKernelContext } from '#listenlab/util/kernel-context.js';

const textOf = (value: unknown) => String(toMimeBundle(value)?.['text/plain']);
const htmlOf = (value: unknown) => String(toMimeBundle(value)?.['text/html']);

describe('an array of records', () => {
  it('is a table with a column for every key of any record', () => {
    const rows = [
      { artist: '<b>kent</b>', score: 0.5 },
      { artist: 'muse', score: 1, 'new here': true },
    ];
    expect(textOf(rows)).toBe(
      ['   artist       score  new here', '0  <b>kent</b>    0.5  –', '1  muse           1.0  true'].join(
        '\n',
      ),
    );
    expect(htmlOf(rows)).toContain('&lt;b&gt;kent&lt;/b&gt;');
    expect(htmlOf(rows)).not.toContain('<b>');
  });

  it('shows every digit of a bigint', () => {
    expect(textOf([{ a: 2n ** 60n }, { a: 1 }])).toContain('1,152,921,504,606,846,976');
    expect(textOf(frame({ a: [2n ** 60n, 1n] }))).toContain('1,152,921,504,606,846,976');
  });

  it('is cut after 60 rows and 40 columns, with a note about the rest', () => {
    const wide = Object.fromEntries(Array.from({ length: 43 }, (_, i) => [`c${i}`, i]));
    expect(textOf(Array.from({ length: 300_000 }, () => wide))).toMatch(
      /\n… first 60 of 300,000 rows, first 40 of 43 columns$/,
    );
  });

  it('shows nested values in one line, whatever they are', () => {
    const circle: Record<string, unknown> = { artist: 'kent' };
    circle.self = circle;
    expect(textOf([circle, { artist: 'muse', self: [1n, { a: { b: 1 } }] }]).split('\n')).toHaveLength(3);
    expect(textOf([{ user: 'ann', recommendations: [{ artist: 'kent', score: 1 }] }])).toContain(
      "[ { artist: 'kent', score: 1 } ]",
    );
  });

  it.each([
    [[]],
    [[1, 2]],
    [[[1], [2]]],
    [[{ a: 1 }, 2]],
    [[{ a: 1 }, null]],
    [[new Date(0)]],
    [[new Map()]],
    [[{}, {}]],
    [[{ data: [], layout: {} }]],
    [[widgets.slider({ min: 1, max: 2 })]],
  ])('is not recognized in %o', (value) => {
    expect(toMimeBundle(value)).toBeUndefined();
  });
});

describe("listenlab's own values", () => {
  let dataset: Dataset;
  let interactions: Interactions;
  let model: Model;
  let names: readonly string[];

  beforeAll(async () => {
    ({ dataset } = await (await openDataset('sample')).clean());
    interactions = await dataset.interactions();
    names = interactions.users.names;
    model = await trainAls(interactions, { factors: 8, iterations: 2 });
  });

  /** All representations of a value, none of them long or with a user in it. */
  function seen(value: unknown): { text: string; html: string; line: string } {
    const found = { text: textOf(value), html: htmlOf(value), line: inspect(value) };
    for (const form of Object.values(found)) {
      expect(form.length).toBeLessThan(12_000);
      for (const name of names.slice(0, 50)) expect(form).not.toContain(name);
    }
    expect(found.line).not.toContain('\n');
    expect(found.line.length).toBeLessThan(250);
    return found;
  }

  it('are shown as a line and a small table', async () => {
    const { text, line } = seen(model);
    expect(line).toMatch(/^Model of [\d,]+ users and [\d,]+ artists with 8 factors$/);
    expect(text).toContain(`${line}\n\n`);
    expect(text).toMatch(/ +alpha +15\n/);
    expect(seen(interactions).text).toMatch(/pairs with plays +[\d,]+\n/);
    expect(seen(dataset).text).toMatch(/entries +user_index, artist_index, plays/);
    expect(seen(dataset).line).toBe('Dataset Last.fm sample (simulated), cleaned');
    seen(await baselines.popularity().fit(interactions));
    seen(model.users);
    seen(model.foldIn({ [model.artists.names[0]]: 3 }));
  });

  it('include the measured metrics', async () => {
    const split = splits.random(interactions);
    const trained = await trainAls(split.train, { factors: 8, iterations: 2 });
    const evaluation = await evaluate(trained, split, { k: 10, metrics: ['ndcg', 'recall'] });
    expect(seen(evaluation).text).toMatch(/NDCG@10 +0\.\d+ +0\.\d+ +0\.\d+/);
    const found = await sweep(split, { factors: [2, 4], iterations: [1] });
    expect(seen(found).line).toMatch(/^Sweep: 2 settings judged by ndcg at 10, the best has 0\.\d+ with /);
    expect(found).toEqual({ ...found });
    expect(inspect(split).split('\n')).toHaveLength(5);
  });

  it('are tables if they are query results', async () => {
    const answer = await dataset.query('SELECT artist FROM artists ORDER BY artist_index');
    expect(textOf(answer)).toMatch(/^Answer of [\d,]+ rows and 1 column\n\n +artist\n/);
    expect(textOf(answer)).toMatch(/… first 60 of [\d,]+ rows$/);
    expect(Object.keys(answer)).toEqual(['columns', 'rowCount']);
  });

  it('have text from data escaped', () => {
    const hostile = '<script>alert(1)</script>';
    const plays = interactionsFromRows([{ user: 'ann', artist: hostile, plays: 2 }]);
    expect(htmlOf(plays)).not.toContain('<script>');
  });

  it('leave the output of headline unchanged', () => {
    const shown: MimeBundle[] = [];
    offerKernelContext({ frontEnd: { display: (bundle) => shown.push(bundle) } });
    try {
      headline({ 'NDCG@10': 0.25 });
    } finally {
      offerKernelContext({ frontEnd: undefined });
    }
    expect(shown[0]['text/plain']).toMatch(/NDCG@10 +0\.25$/);
  });
});

describe('a value that is shown', () => {
  const throwing = () => {
    throw new Error('called');
  };
  const never = (name: string) => Object.defineProperty({}, name, { enumerable: true, get: throwing });
  it.each<[string, object]>([
    ['a getter', never('bad')],
    ['a getter named like a MIME type', never('text/html')],
    ['a getter named like a part of a figure', never('data')],
    ['a getter named like a part of a frame', never('columns')],
    ['a record with a getter', [never('bad')]],
    ['a proxy that refuses everything', new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing })],
    ['a proxy among records', [new Proxy({}, { getPrototypeOf: throwing, ownKeys: throwing })]],
  ])('has none of its code run: %s', (_name, value) => {
    expect(toMimeBundle(value)).toBeUndefined();
  });

  it.each([
    [
      { 'image/png': 'not base64!!' },
      "'image/png' is 'not base64!!'; expected base64, a data: address of it, or bytes",
    ],
    [{ 'text/html': 5 }, "'text/html' is 5; expected a string, its lines or bytes"],
  ])('gets a readable error for what a bundle cannot hold: %j', (bundle, message) => {
    expect(() => show(bundle)).toThrow(new InputError(message));
  });
});
