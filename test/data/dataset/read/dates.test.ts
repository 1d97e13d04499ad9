import { describe, expect, it } from 'vitest';
import { DateColumn } from '#listenlab/data/dataset/read/dates.js';

/** The dates of a column as ISO text, undefined for those that cannot be read. */
function datesOf(...texts: string[]): (string | undefined)[] {
  const column = columnOf(texts);
  return texts.map((_, i) => {
    const time = column.time(i);
    return Number.isNaN(time) ? undefined : new Date(time).toISOString();
  });
}

function columnOf(texts: readonly string[]): DateColumn {
  const column = new DateColumn();
  for (const text of texts) column.add(text);
  return column;
}

const NOON = '2015-01-31T12:00:00.000Z';

describe('a readable date', () => {
  it.each([
    ['1422705600', NOON],
    ['1422705600.0', NOON],
    ['1422705600.25', '2015-01-31T12:00:00.250Z'],
    ['1422705600000', NOON],
    ['1422705600000000', NOON],
    ['1422705600000000000', NOON],
    [' 2015-01-31 12:00 ', NOON],
    ['2015-01-31 12:00:00', NOON],
    ['2015-01-31T12:00:00Z', NOON],
    ['2015-01-31T12:00:00.000Z', NOON],
    ['2015-01-31T12:00:00.123456+00:00', '2015-01-31T12:00:00.123Z'],
    ['2015-01-31T13:30:00+01:30', NOON],
    ['2015-01-31T06:00:00-0600', NOON],
    ['2015-01-31 12:00:00 UTC', NOON],
    ['2015/01/31 12:00', NOON],
    ['2015-01-31', '2015-01-31T00:00:00.000Z'],
    ['20150131', '2015-01-31T00:00:00.000Z'],
    ['31 Jan 2015 12:00', NOON],
    ['31 Jan 2015, 12:00', NOON],
    ['31 January 2015 12:00:00', NOON],
    ['31-Jan-2015 12:00', NOON],
    ['Sat, 31 Jan 2015 12:00:00 +0000', NOON],
    ['Sat, 31 Jan 2015 12:00:00 GMT', NOON],
    ['Sat Jan 31 2015 12:00:00 GMT+0000 (Coordinated Universal Time)', NOON],
    ['Jan 31, 2015 12:00 PM', NOON],
    ['January 31, 2015 at 12:00PM', NOON],
    ['Saturday, January 31, 2015 12:00:00 PM', NOON],
    ['31 Jan 2015 12:00 am', '2015-01-31T00:00:00.000Z'],
    ['31.01.2015 12:00', NOON],
    ['31.1.2015, 12:00:00', NOON],
    ['31. Januar 2015, 12:00', NOON],
    ['31. Jan. 2015 um 12:00', NOON],
    ['1 März 2015 12:00', '2015-03-01T12:00:00.000Z'],
    ['31 janv. 2015 12:00', NOON],
    ['1 août 2015 12:00', '2015-08-01T12:00:00.000Z'],
    ['31 de enero de 2015 12:00', NOON],
    ['05/05/2015 12:00', '2015-05-05T12:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(datesOf(text)).toEqual([expected]);
  });
});

describe('an unreadable date', () => {
  it.each([
    '',
    'soon',
    '3',
    '181000',
    '1,7E+09',
    '2015-02-31 12:00',
    '2015-13-01',
    '2015-01-31 25:00',
    '31 Jan 2015 13:00 PM',
    '31 Foo 2015',
    '32/01/2015',
    '2015-01-31 12:00 and more',
    '01/03/15 12:00',
    '1'.repeat(500),
  ])('%s', (text) => {
    expect(datesOf(text)).toEqual([undefined]);
  });
});

describe('the order of day and month in a column', () => {
  it('is day first if one date proves it', () => {
    const texts = ['01/03/2015 12:00', '31/03/2015 12:00'];
    expect(datesOf(...texts)).toEqual(['2015-03-01T12:00:00.000Z', '2015-03-31T12:00:00.000Z']);
    expect(columnOf(texts).order).toBe('day first');
  });

  it('is month first if one date proves it', () => {
    const texts = ['1/3/2015 1:05:00 AM', '1/31/2015 12:00:00 PM'];
    expect(datesOf(...texts)).toEqual(['2015-01-03T01:05:00.000Z', NOON]);
    expect(columnOf(texts).order).toBe('month first');
  });

  it('is unclear if no date proves it, and ambiguous dates are skipped', () => {
    const texts = ['01/03/2015 12:00', '03/03/2015 12:00', '2015-01-31 12:00'];
    expect(datesOf(...texts)).toEqual([undefined, '2015-03-03T12:00:00.000Z', NOON]);
    expect(columnOf(texts)).toMatchObject({ order: 'unclear', unclearExample: '01/03/2015 12:00' });
  });

  it('is contradictory if dates disagree, and only days above 12 are read', () => {
    const texts = ['31/01/2015 12:00', '01/31/2015 12:00', '01/03/2015 12:00'];
    expect(datesOf(...texts)).toEqual([NOON, NOON, undefined]);
  });
});
