import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { sharedFile } from '../../../support/shared.js';
import { droppedRows, rowsOf, testFolder } from '../support.js';

const { write, open, clean } = testFolder();
const cases = sharedFile('cases');
let made = 0;

/** Opens a file whose column of plays has these cells. */
function openPlays(delimiter: string, cells: readonly string[], options: OpenOptions = {}) {
  const quoted = cells.map((cell) => (delimiter === ',' ? `"${cell}"` : cell));
  const rows = quoted.map((cell, i) => `ann${delimiter}artist ${i}${delimiter}${cell}\n`);
  const header = ['user', 'artist', 'plays'].join(delimiter);
  return open(write(`numbers-${made++}.csv`, `${header}\n${rows.join('')}`), options);
}

async function playsIn(delimiter: string, cells: readonly string[], options: OpenOptions = {}) {
  const raw = await openPlays(delimiter, cells, options);
  return (await rowsOf(raw, 'SELECT plays FROM plays ORDER BY line')).flat();
}

describe('plays in the number formats people use', () => {
  it.each([
    ['plain', ',', ['120', '7', '+3'], [120, 7, 3]],
    ['with decimals', ',', ['120.0', '12.5', '3.'], [120, null, 3]],
    ['with exponents', ',', ['1.2e+02', '3E0'], [120, 3]],
    ['in English notation', ',', ['120,000', '40,234', '7'], [120_000, 40_234, 7]],
    ['in English notation, thousands only', ',', ['120,000', '3,000'], [120_000, 3000]],
    ['in English notation with decimals', '\t', ['1,234.0', '7.0'], [1234, 7]],
    ['in English notation with millions', '\t', ['1,234,567', '7,000'], [1_234_567, 7000]],
    [
      'in Indian notation',
      '\t',
      ['1,23,456', '12,34,567', '12,345', '1,00,00,000', '7'],
      [123_456, 1_234_567, 12_345, 1e7, 7],
    ],
    ['in Indian notation between commas', ',', ['12,345', '1,23,456', '+1,00,000'], [12_345, 123_456, 1e5]],
    [
      'in Indian notation with decimals',
      ';',
      ['1,23,456.0', '12,345.00', '1,23,456.5'],
      [123_456, 12_345, null],
    ],
    ['in partly Indian notation', '\t', ['1,23,456', '1,23,45', '1,2,345'], [123_456, null, null]],
    ['in German notation', ';', ['120.000', '40.234', '3.000'], [120_000, 40_234, 3000]],
    ['in German notation with small numbers', '\t', ['120.000', '900'], [120_000, 900]],
    ['in English notation with small numbers', '|', ['1,230', '5'], [1230, 5]],
    ['in German notation with small numbers and semicolons', ';', ['1.234', '5'], [1234, 5]],
    ['in German notation with decimals', ';', ['1.234,0', '7,0', '2,5'], [1234, 7, null]],
    ['in German notation with decimals and no thousands', ';', ['120,0', '7,0'], [120, 7]],
    ['in Spanish notation, without a separator in four digits', ';', ['1234', '12.345'], [1234, 12_345]],
    [
      'in French notation',
      ';',
      ['120 000', '40\u00a0234', '3\u202f000', '12', '5 000,0'],
      [120_000, 40_234, 3000, 12, 5000],
    ],
    ['in Swiss notation', ';', ["120'000", '3’000', '1’234.0'], [120_000, 3000, 1234]],
    [
      'as missing if they are not numbers',
      ';',
      ['0x10', '1_000', 'nan', 'inf', '1.2.3', '12 34', '1,2,3', ''],
      Array(8).fill(null),
    ],
  ])('are read %s', async (_, delimiter, cells, plays) => {
    expect(await playsIn(delimiter, cells)).toEqual(plays);
  });

  it('are dropped and counted if they are not numbers in the format of their column', async () => {
    const cleaned = await clean(await openPlays(';', ['1.234', '12.345.678', '5', '1,5', '12,34']));
    expect(await droppedRows(cleaned)).toEqual({
      'plays not a whole number from 1 to 2,147,483,647': [2, '5, 6'],
    });
  });

  it.each([
    [
      ',',
      ['120.000', '7.234'],
      "plays of '120.000' in line 2 may be 120000, with a point as thousands separator, or 120, with a point as decimal separator;",
    ],
    [
      ';',
      ['7', '120,234'],
      "plays of '120,234' in line 3 may be 120234, with a comma as thousands separator, or a number with decimals, which is not a play count;",
    ],
    [
      ';',
      ['120.000', '3.000'],
      "plays of '120.000' in line 2 may be 120000, with a point as thousands separator, or 120, with a point as decimal separator;",
    ],
    [
      '\t',
      ['12,345', '67,890'],
      "plays of '12,345' in line 2 may be 12345, with a comma as thousands separator, or a number with decimals,",
    ],
    [
      '\t',
      ['12.345', '123456'],
      "plays of '12.345' in line 2 may be 12345, with a point as thousands separator, or a number with decimals,",
    ],
    [
      '\t',
      ['1.234', '5'],
      "plays of '1.234' in line 2 may be 1234, with a point as thousands separator, or a number with decimals,",
    ],
    [
      '|',
      ['5', '1,234'],
      "plays of '1,234' in line 3 may be 1234, with a comma as thousands separator, or a number with decimals,",
    ],
    [
      '\t',
      ['1.230', '6.500'],
      "plays of '1.230' in line 2 may be 1230, with a point as thousands separator, or a number with decimals,",
    ],
  ])(
    'are refused if ambiguous, with the options for each reading: %j %j',
    async (delimiter, cells, message) => {
      const error: unknown = await openPlays(delimiter, cells).catch((reason: unknown) => reason);
      expect((error as Error).message).toContain(message);
      const [, file, thousands, decimal] =
        /; for \d+, open it with thousands: openDataset\((".*"), (\{.*?\})\); for .*, with (\{.*\})$/.exec(
          (error as Error).message,
        ) ?? [];
      const playsWith = async (written: string) => {
        const [, option, sign] = /^\{ (\w+): '(.)' \}$/.exec(written) ?? [];
        const raw = await open(JSON.parse(file), { [option]: sign });
        return (await rowsOf(raw, 'SELECT plays FROM plays ORDER BY line')).flat();
      };
      expect(await playsWith(thousands)).toEqual(cells.map((cell) => Number(cell.replace(/[.,]/, ''))));
      const decimals = cells.map((cell) => Number(cell.replace(',', '.')));
      expect(await playsWith(decimal)).toEqual(decimals.map((n) => (Number.isInteger(n) ? n : null)));
      const { atCommandLine } = error as { atCommandLine: string };
      expect(atCommandLine).toMatch(
        /; for \d+, add --thousands ([.,]) to the command; for .*, add --decimal \1$/,
      );
    },
  );

  it.each([
    [';', ['1.5', '1.234.567'], "plays of '1.5' in line 2 and '1.234.567' in line 3 disagree about"],
    [';', ['1,5', '12,34,567'], "plays of '1,5' in line 2 and '12,34,567' in line 3 disagree about"],
    [';', ['1,5', '7.5'], "plays of '7.5' in line 3 and '1,5' in line 2 disagree about"],
  ])('are refused if their formats contradict each other: %j %j', async (delimiter, cells, message) => {
    await expect(openPlays(delimiter, cells)).rejects.toThrow(message);
    await expect(openPlays(delimiter, cells)).rejects.toThrow(
      /; say which separator it is with the option decimal: '[.,]' or thousands: '[.,]'$/,
    );
  });

  it('are read as the options say', async () => {
    expect(await playsIn(',', ['120.000', '7.000'], { decimal: '.' })).toEqual([120, 7]);
    expect(await playsIn(',', ['120.000', '7.000'], { thousands: '.' })).toEqual([120_000, 7000]);
    expect(await playsIn(';', ['1.5', '1.234.567'], { decimal: '.' })).toEqual([null, null]);
    expect(await playsIn(';', ['120.000', '7.234'], { decimal: ',' })).toEqual([120_000, 7234]);
    expect(await playsIn(';', ['12 000', '7.000'], { thousands: ' ' })).toEqual([12_000, 7]);
  });

  it('have validated options', async () => {
    await expect(openPlays(',', ['1'], { decimal: ';' })).rejects.toThrow(
      `decimal is ';'; expected one of '.', ','`,
    );
    await expect(openPlays(',', ['1'], { thousands: 'x' })).rejects.toThrow(
      "thousands is 'x'; expected one of",
    );
    await expect(openPlays(',', ['1'], { decimal: ',', thousands: ',' })).rejects.toThrow(
      "decimal and thousands are both ','; expected two different characters",
    );
  });

  it('are read again if an option changes', async () => {
    const file = write('changing.csv', 'user;artist;plays\nann;Low;40.234\nann;Mogwai;3.000\n');
    const plays = async (options: OpenOptions) =>
      (await rowsOf(await open(file, options), 'SELECT plays FROM plays ORDER BY line')).flat();
    expect(await plays({})).toEqual([40_234, 3000]);
    expect(await plays({ decimal: '.' })).toEqual([null, 3]);
    expect(await plays({ thousands: '.' })).toEqual([40_234, 3000]);
  });
});

describe.skipIf(!cases)('the collected number files', () => {
  const thousands = [120_000, 40_234, 3000, 7234, 15_000, 60_234, 22_000, 5234, 1000, 80_234, 2000, 9234];
  const small = [120, 40, 3, 7, 15, 60, 22, 5, 1, 80, 2, 9];
  it.each([
    ['german-thousands.csv', thousands],
    ['english-thousands.csv', thousands],
    ['french-thousands.csv', thousands],
    ['decimal-comma.csv', small],
    ['floats.csv', small],
    ['spaces.csv', small],
    ['scientific.csv', [120, 3, 7, 60]],
    ['underscore-hex-plus.csv', [null, null, 7, 60, null]],
  ])('%s', async (name, plays) => {
    const raw = await open(path.join(cases as string, '07-numbers', name));
    expect((await rowsOf(raw, 'SELECT plays FROM plays ORDER BY line')).flat()).toEqual(plays);
  });
});
