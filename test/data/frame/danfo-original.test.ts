import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { mean, median, mode, std, variance } from '#listenlab/data/frame/danfo/parts/statistics.js';

type Danfo = typeof import('danfojs-node');
type Frame = InstanceType<Danfo['DataFrame']>;
type Series = InstanceType<Danfo['Series']>;

const load = createRequire(import.meta.url);
const original: Danfo = load('danfojs-node');
const bundled: Danfo = load('../../../dist/data/frame/danfo/danfojs.cjs');
const folder = mkdtempSync(path.join(tmpdir(), 'danfo-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is made of a frame, as something that can be compared. */
type Operation = (frame: Frame, danfo: Danfo) => unknown;

const column = (frame: Frame, name: string) => frame.column(name) as Series;
const text = (value: unknown) => String(value);

const OPERATIONS: Record<string, Operation> = {
  // Looking at a frame
  printing: (frame) => text(frame),
  shape: (frame) => [frame.shape, frame.columns, frame.index, frame.dtypes, frame.size, frame.ndim],
  head: (frame) => text(frame.head(2)),
  tail: (frame) => text(frame.tail(2)),
  describe: (frame) => text(frame.describe()),
  ctypes: (frame) => text(frame.ctypes),
  isNa: (frame) => frame.isNa().values,
  nUnique: (frame) => frame.nUnique(0).values,
  // Taking parts
  iloc: (frame) => text(frame.iloc({ rows: ['0:2'], columns: [0, 1] })),
  loc: (frame) => text(frame.loc({ rows: [0], columns: ['whole', 'text'] })),
  at: (frame) => [frame.at(0, 'whole'), frame.iat(0, 1)],
  query: (frame) => text(frame.query(column(frame, 'whole').gt(2))),
  selectDtypes: (frame) => text(frame.selectDtypes(['int32', 'float32'])),
  drop: (frame) => text(frame.drop({ columns: ['text'] })),
  dropRows: (frame) => text(frame.drop({ index: [0] })),
  // Changing
  addColumn: (frame) => text(frame.addColumn('more', column(frame, 'whole').add(1)) as Frame),
  rename: (frame) => text(frame.rename({ whole: 'count' }) as Frame),
  sortValues: (frame) => text(frame.sortValues('whole', { ascending: false }) as Frame),
  sortIndex: (frame) => text(frame.sortIndex({ ascending: false }) as Frame),
  setIndex: (frame) => text(frame.setIndex({ column: 'real' }) as Frame),
  resetIndex: (frame) => text(frame.resetIndex() as Frame),
  replace: (frame) => text(frame.replace('x', 'y', { columns: ['text'] }) as Frame),
  fillNa: (frame) => text(frame.fillNa(7) as Frame),
  dropNa: (frame) => text(frame.dropNa({ axis: 1 }) as Frame),
  transpose: (frame) => text(frame.T),
  asType: (frame) => text(frame.asType('real', 'int32') as Frame),
  round: (frame) => numeric(frame).round(1)?.values,
  applyMap: (frame) => frame.applyMap((value: unknown) => `${value}!`).values,
  apply: (frame) => numeric(frame).apply((row: number[]) => row.length, { axis: 1 }).values,
  // Computing
  sum: (frame) => numeric(frame).sum().values,
  mean: (frame) => numeric(frame).mean().values,
  median: (frame) => numeric(frame).median().values,
  mode: (frame) => numeric(frame).mode().values,
  std: (frame) => numeric(frame).std().values,
  var: (frame) => numeric(frame).var().values,
  min: (frame) => numeric(frame).min().values,
  max: (frame) => numeric(frame).max().values,
  count: (frame) => frame.count().values,
  byRow: (frame) => [numeric(frame).std({ axis: 0 }).values, numeric(frame).median({ axis: 0 }).values],
  abs: (frame) => numeric(frame).abs().values,
  cumSum: (frame) => numeric(frame).cumSum()?.values,
  add: (frame) => numeric(frame).add(2.5).values,
  addFrame: (frame) => numeric(frame).add(numeric(frame)).values,
  subSeries: (frame) => numeric(frame).sub([1, 2], { axis: 1 }).values,
  mul: (frame) => numeric(frame).mul(3).values,
  div: (frame) => numeric(frame).div(3).values,
  pow: (frame) => numeric(frame).pow(2).values,
  mod: (frame) => numeric(frame).mod(3).values,
  diff: (frame) => numeric(frame).diff(1).values,
  pctChange: (frame) => numeric(frame).pctChange(1).values,
  tensor: (frame) => numeric(frame).tensor.arraySync(),
  lt: (frame) => numeric(frame).lt(3).values,
  // Columns
  unique: (frame) => column(frame, 'text').unique().values,
  valueCounts: (frame) => text(column(frame, 'text').valueCounts()),
  map: (frame) => column(frame, 'whole').map((value: unknown) => Number(value) * 2).values,
  seriesStatistics: (frame) => {
    const series = column(frame, 'whole');
    return [series.mean(), series.median(), series.mode(), series.std(), series.var(), series.sum()];
  },
  describeSeries: (frame) => text(column(frame, 'real').describe()),
  seriesArithmetic: (frame) => column(frame, 'whole').add(column(frame, 'real')).values,
  and: (frame) => column(frame, 'whole').gt(1).and(column(frame, 'real').lt(5)).values,
  argSort: (frame) => column(frame, 'whole').argSort().values,
  dropDuplicates: (frame) => (column(frame, 'text').dropDuplicates() as Series).values,
  str: (frame) => [column(frame, 'text').str.toUpperCase().values, column(frame, 'text').str.len().values],
  dt: (_, danfo) => danfo.toDateTime(['2009-03-01', '2010-12-31']).month().values,
  dateRange: (_, danfo) =>
    danfo.dateRange({ start: '2020-01-01', end: '2020-01-05', freq: 'D' }).values.length,
  // Groups, joins
  groupby: (frame) => text(frame.groupby(['text']).col(['whole']).sum()),
  groupbyStatistics: (frame) =>
    ['mean', 'std', 'var', 'count', 'max', 'min'].map((name) =>
      text(frame.groupby(['text']).col(['whole', 'real'])[name as 'mean']()),
    ),
  groupbyAgg: (frame) => text(frame.groupby(['text']).agg({ whole: 'mean', real: ['sum', 'count'] })),
  getGroup: (frame) => text(frame.groupby(['text']).getGroup([String(frame.at(0, 'text'))])),
  merge: (frame, danfo) =>
    text(danfo.merge({ left: frame, right: frame.head(3), on: ['text'], how: 'left' })),
  concat: (frame, danfo) => text(danfo.concat({ dfList: [frame, frame], axis: 0 }) as Frame),
  append: (frame) => text(frame.append([[1, 2.5, 'z']], [999]) as Frame),
  // Encoders, scalers
  getDummies: (frame, danfo) => text(danfo.getDummies(column(frame, 'text'))),
  labels: (frame, danfo) => new danfo.LabelEncoder().fit(column(frame, 'text')).transform(['x', 'y', 'x']),
  oneHot: (frame, danfo) => new danfo.OneHotEncoder().fitTransform(column(frame, 'text').values as string[]),
  standardScaler: (frame, danfo) => text(new danfo.StandardScaler().fitTransform(numeric(frame))),
  minMaxScaler: (frame, danfo) => text(new danfo.MinMaxScaler().fitTransform(numeric(frame))),
  // Files
  toCSV: (frame, danfo) => danfo.toCSV(frame),
  toJSON: (frame, danfo) => [danfo.toJSON(frame), danfo.toJSON(frame, { format: 'row' })],
  readCSV: async (frame, danfo) => {
    const filePath = path.join(folder, 'frame.csv');
    danfo.toCSV(frame, { filePath });
    return [readFileSync(filePath, 'utf8'), text(await danfo.readCSV(filePath))];
  },
  readJSON: async (frame, danfo) => {
    const filePath = path.join(folder, 'frame.json');
    danfo.toJSON(frame, { filePath });
    return text(await danfo.readJSON(filePath));
  },
  readExcel: async (frame, danfo) => {
    const filePath = path.join(folder, 'frame.xlsx');
    danfo.toExcel(frame, { filePath });
    return text(await danfo.readExcel(filePath));
  },
};

function numeric(frame: Frame): Frame {
  return frame.loc({ columns: ['whole', 'real'] });
}

/** The result, or the message of what was thrown. */
async function outcome(danfo: Danfo, rows: readonly unknown[][], operation: Operation): Promise<string> {
  const frame = new danfo.DataFrame(rows as (string | number)[][], { columns: ['whole', 'real', 'text'] });
  try {
    return JSON.stringify(await operation(frame, danfo), (_, value) => (Number.isNaN(value) ? 'NaN' : value));
  } catch (error) {
    return `throws ${(error as Error).message}`;
  }
}

const rows = fc.array(
  fc.tuple(
    fc.integer({ min: -5, max: 1000 }),
    fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((value) => Math.round(value * 8) / 8 + 0.0625),
    fc.constantFrom('x', 'y', 'björk', '50'),
  ),
  { minLength: 1, maxLength: 15 },
);

describe('the bundled Danfo', () => {
  it('exports what danfojs-node exports', () => {
    expect(Object.keys(bundled)).toEqual(Object.keys(original));
    expect(bundled.__version).toBe(original.__version);
  });

  for (const [name, operation] of Object.entries(OPERATIONS)) {
    it(`gives the results of danfojs-node: ${name}`, async () => {
      const check = fc.asyncProperty(rows, async (made) => {
        expect(await outcome(bundled, made, operation)).toBe(await outcome(original, made, operation));
      });
      await fc.assert(check, { numRuns: 15 });
    });
  }

  it('samples the same rows for the same seed', async () => {
    const sample: Operation = async (frame) => text(await frame.sample(3, { seed: 5 }));
    const made = Array.from({ length: 9 }, (_, i) => [i, i / 2, 'x']);
    expect(await outcome(bundled, made, sample)).toBe(await outcome(original, made, sample));
  });
});

describe('the statistics in place of mathjs', () => {
  const mathjs = load('mathjs');
  // Eighths: mathjs calls numbers equal that differ by less than 1e-12 of them.
  const numbers = fc.array(fc.integer({ min: -99, max: 9999 }).map((value) => value / 8));

  for (const [name, compute] of Object.entries({ mean, median, mode, std, variance })) {
    it(`gives the results of mathjs: ${name}`, () => {
      const result = (of: (values: number[]) => unknown, values: number[]) => {
        try {
          return of(values);
        } catch (error) {
          return (error as Error).message;
        }
      };
      const check = fc.property(numbers, (values) => {
        expect(result(compute, values)).toEqual(result(mathjs[name], values));
      });
      fc.assert(check);
    });
  }
});
