import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf, testFolder } from '../support.js';

/** LISTENLAB_FUZZ_FILES=10000 runs a longer search; another LISTENLAB_FUZZ_SEED generates other files. */
const FILES = Number(process.env.LISTENLAB_FUZZ_FILES ?? 60);
const hasPython = spawnSync('python3', ['--version']).status === 0;

const { folder, write, open } = testFolder();

/** Letters, and every character with a meaning in some file format. */
const letter = fc.constantFrom('a', 'B', 'é', '\u{1f3b8}', '0', ' ', '#', '=', '-', '\x1b', "'", '\\', '_');
const special = fc.constantFrom(',', ';', '|', '\t', '"', '""', '\n', '\r\n', '\r');
const name = fc
  .array(fc.oneof({ weight: 5, arbitrary: letter }, special), { maxLength: 8 })
  .map((all) => all.join(''))
  // If most cells of a column are spreadsheet formulas, each is read as its result.
  .filter((text) => !/^\s*="/.test(text));
const plays = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 2147483647 }).map(String) },
  fc.constantFrom('', '0', '-3', 'many', '2147483648', ' 7 ', '1.5', '1e3'),
);
/** How a cell is written: by the rules, in unnecessary quotes, or raw, even if that breaks the file. */
const cell = (text: fc.Arbitrary<string>) =>
  fc.record({
    text,
    way: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('rules', 'quoted') }, fc.constant('as it is')),
  });
const row = fc.record({
  user: cell(name),
  artist: cell(name),
  plays: cell(plays),
  extra: fc.oneof(
    { weight: 9, arbitrary: fc.constant('') },
    fc.constantFrom('too many', 'too few', 'blank before'),
  ),
});
const form = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '|', '\t'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    mark: fc.constantFrom('', '\ufeff'),
    before: fc.constantFrom([], [''], ['# made up, "as it is'], ['', '# a', '']),
    header: fc
      .shuffledSubarray(['user', 'artist', 'plays', 'country', 'since'], { minLength: 3 })
      .filter((all) => ['user', 'artist', 'plays'].every((each) => all.includes(each))),
    quotedHeader: fc.boolean(),
    lastEnd: fc.boolean(),
    encoding: fc.oneof(
      { weight: 12, arbitrary: fc.constant('utf8' as const) },
      fc.constantFrom('latin1' as const, 'utf16le' as const),
    ),
    rows: fc.array(row, { maxLength: 8 }),
    // One more cell in every row than in a header of quoted names is the row name that R writes.
  })
  .filter(({ rows }) => rows.length === 0 || rows.some(({ extra }) => extra !== 'too many'));
type Form = typeof form extends fc.Arbitrary<infer T> ? T : never;
type Cell = Form['rows'][number]['user'];

function contentOf(file: Form): string {
  const { delimiter, end, header, quotedHeader, rows, before, lastEnd } = file;
  const written = ({ text, way }: Cell) => {
    const isPlain = !/["\r\n]|^[ \t]|[ \t]$/.test(text) && !text.includes(delimiter);
    return way === 'as it is' || (way === 'rules' && isPlain) ? text : `"${text.replaceAll('"', '""')}"`;
  };
  const lines = rows.flatMap((each) => {
    const cells = header.map((column) => written(each[column as 'user'] ?? { text: 'DE', way: 'rules' }));
    if (each.extra === 'too many') cells.push('more');
    if (each.extra === 'too few') cells.length = 1;
    return [...(each.extra === 'blank before' ? [' '] : []), cells.join(delimiter)];
  });
  const names = header.map((column) => (quotedHeader ? `"${column}"` : column)).join(delimiter);
  return [...before, names, ...lines].join(end) + (lastEnd ? end : '');
}

interface Read {
  /** The cells and the line where each record begins; null if the file also breaks Python's rules. */
  readonly records: (readonly [line: number, cells: string[]])[] | null;
}

/** How Python's csv module reads the files. */
function readWithPython(
  files: readonly { file: string; delimiter: string; skip: number; quoting: boolean; escaping: boolean }[],
): Read[] {
  const script = String.raw`
import csv, io, itertools, json, re, sys
CRLF = '\ue000'
def escapes(text, delimiter):
    # Python leaves out each backslash; in front of a letter it is one, too. And CR LF are two characters to it.
    def mended(found):
        after = found[1]
        if after == '\r\n': return CRLF
        if after in ('\n', '\r'): return '\\' + after
        return '\\' + after if after in (delimiter, '"', '\\') else '\\\\' + after
    return re.sub(r'\\(\r\n|[\s\S]|$)', mended, text)
def read(file, encoding, delimiter, skip, quoting, escaping):
    with open(file, encoding=encoding, newline='') as lines:
        if encoding == 'utf-16-le': lines = io.StringIO(lines.read().removeprefix('\ufeff'), newline='')
        rules = dict(delimiter=delimiter, strict=True, skipinitialspace=True)
        if not quoting: rules['quoting'] = csv.QUOTE_NONE
        if escaping:
            rules.update(escapechar='\\', doublequote=False)
            lines = io.StringIO(escapes(lines.read(), delimiter), newline='')
        reader = csv.reader(itertools.islice(lines, skip, None), **rules)
        records, line, ends = [], skip + 1, 0
        try:
            for record in reader:
                records.append([line, [cell.replace(CRLF, '\r\n') for cell in record]])
                ends += ''.join(record).count(CRLF)
                line = skip + 1 + reader.line_num + ends
        except csv.Error:
            return None
        return records
for job in json.load(open(sys.argv[1])):
    try: print(json.dumps({'records': read(**job)}))
    except UnicodeDecodeError: print(json.dumps({'records': None}))
`;
  const jobs = path.join(folder, 'jobs.json');
  writeFileSync(jobs, JSON.stringify(files));
  const printed = execFileSync('python3', ['-c', script, jobs], { encoding: 'utf8', maxBuffer: 1 << 30 });
  return printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const isBlank = (cells: string[]) => cells.length < 2 && (cells[0] ?? '').trim() === '';

/** Python does not tell whether a lone blank cell is quoted; listenlab counts the line as a row if it is. */
function withoutBlankRecords(rows: unknown[][], { records }: Read): unknown[][] {
  const blank = new Set(records?.filter(([, cells]) => isBlank(cells)).map(([line]) => line));
  return rows.filter(
    (cells) => !(blank.has(Number(cells[3])) && cells.slice(0, 3).every((each) => each === null)),
  );
}

/** The rows that listenlab should read from Python's records: user, artist, plays and line. */
function rowsFrom({ records }: Read, { header }: Form): unknown[][] | null {
  const wanted = ['user', 'artist', 'plays'].map((column) => header.indexOf(column));
  const rows = records?.slice(1).filter(([, cells]) => !isBlank(cells));
  return (
    rows?.map(([line, cells]) => {
      const isLong = cells.slice(header.length).some((each) => each.trim() !== '');
      const isMalformed = cells.length <= Math.max(...wanted) || isLong;
      const [user, artist, count] = wanted.map((column) => cells[column]?.trim() || null);
      const number = Number(count ?? Number.NaN);
      const isCount = Number.isInteger(number) && number >= 1 && number <= 2147483647;
      return isMalformed ? [user, null, null, line] : [user, artist, isCount ? number : null, line];
    }) ?? null
  );
}

const trimmed = (rows: unknown[][]) =>
  rows.map((cells) => cells.map((value) => (typeof value === 'string' ? value.trim() || null : value)));

describe.skipIf(!hasPython)("generated files, compared with Python's csv module", () => {
  it(`are read alike, or refused with a line (${FILES} files)`, async () => {
    const forms = fc.sample(form, FILES);
    const files = forms.map((each, i) => {
      const content = (each.encoding === 'latin1' ? '' : each.mark) + contentOf(each);
      return write(`made-up-${i}.csv`, Buffer.from(content, each.encoding));
    });
    const jobs = forms.map(({ delimiter, before, encoding }, i) => ({
      file: files[i],
      encoding: encoding === 'utf16le' ? 'utf-16-le' : 'utf-8-sig',
      delimiter,
      skip: before.length,
    }));
    const [quoted, bare, quotedEscapes, bareEscapes] = [false, true].flatMap((escaping) =>
      [true, false].map((quoting) => readWithPython(jobs.map((job) => ({ ...job, quoting, escaping })))),
    );
    let read = 0;
    for (const [i, each] of forms.entries()) {
      const opened = await open(files[i], {}).catch((error: Error) => error);
      const shown = JSON.stringify({ content: contentOf(each), each });
      if (opened instanceof Error) {
        expect(opened.name, `${opened.stack}\n${shown}`).toBe('InputError');
        expect(opened.message, shown).toMatch(/line \d+|UTF-16|binary file|no rows/);
        continue;
      }
      read++;
      const rows = trimmed(
        await rowsOf(opened, 'SELECT "user", artist, plays, line FROM plays ORDER BY line'),
      );
      const [[note]] = await rowsOf(opened, 'SELECT note FROM source_info');
      opened.close();
      const [asQuoted, asBare] = /backslash .* was removed/.test(String(note))
        ? [quotedEscapes[i], bareEscapes[i]]
        : [quoted[i], bare[i]];
      const reads = each.delimiter === '\t' ? [asQuoted, asBare] : [asQuoted];
      // Python refuses blanks after a closing quote; listenlab ignores them.
      if (asQuoted.records === null && /"[ \t]/.test(contentOf(each))) continue;
      const isAlike = reads.some(
        (one) => JSON.stringify(rowsFrom(one, each)) === JSON.stringify(withoutBlankRecords(rows, one)),
      );
      if (!isAlike) expect({ rows, shown }).toEqual({ rows: rowsFrom(asQuoted, each), shown });
    }
    expect(read).toBeGreaterThan(FILES / 4);
  }, 3_600_000);
});
