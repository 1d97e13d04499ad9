import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '#listenlab/util/errors.js';
import { sharedFile } from '../../../support/shared.js';
import { wideText } from '../../../support/wide-text.js';
import { type ArchiveMember, tarGz, zip } from '../archives.js';
import { lines360K, rowsOf, testFolder } from '../support.js';

const { folder, dataDirectory, write, open } = testFolder();

const CSV = 'user,artist,plays\nann,Björk,120\nbob,"Low, live",3\n';
const ROWS = [
  ['ann', 'Björk', 120, 2],
  ['bob', 'Low, live', 3, 3],
];
const ZEROS = '\0'.repeat(150 << 20);

const rowsIn = async (file: string) => rowsOf(await open(file), 'FROM plays ORDER BY line');
async function refusalOf(name: string, content: string | Uint8Array): Promise<string> {
  const file = write(name, content);
  const error = await open(file).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as InputError;
  expect(message.startsWith(file)).toBe(true);
  expect(leftovers()).toEqual([]);
  return message.slice(file.length);
}
const leftovers = () =>
  (existsSync(path.join(dataDirectory, 'cache'))
    ? readdirSync(path.join(dataDirectory, 'cache'))
    : []
  ).filter((name) => !/\.duckdb$/.test(name));

describe('a UTF-16 file', () => {
  const TABLE = 'user\tartist\tplays\r\nann\tBjörk\t3\r\nbob\t"坂本, 龍一"\t4\r\n';
  const ROWS = [
    ['ann', 'Björk', 3, 2],
    ['bob', '坂本, 龍一', 4, 3],
  ];
  const ENCODINGS = ['UTF-16', 'UTF-16LE', 'UTF-16BE'] as const;

  it.each(ENCODINGS)('is read like one in UTF-8: %s', async (encoding) => {
    const raw = await open(write(`wide-${encoding}.txt`, wideText(TABLE, encoding)));
    expect(await rowsOf(raw, 'FROM plays ORDER BY line')).toEqual(ROWS);
    const marked = await open(write(`bom-${encoding}.csv`, wideText(`\ufeff${TABLE}`, encoding)));
    expect(await rowsOf(marked, 'FROM plays ORDER BY line')).toEqual(ROWS);
    const lines = await open(write(`360k-${encoding}.tsv`, wideText('ann\t\tBjörk\t3\n', encoding)));
    expect(await rowsOf(lines, 'FROM plays')).toEqual([['ann', 'Björk', 3, 1]]);
  });

  it('may be compressed or inside an archive', async () => {
    const bytes = wideText(TABLE, 'UTF-16');
    const files = [
      write('wide.txt.gz', gzipSync(bytes)),
      write('wide.zip', zip([{ path: 'wide.txt', content: bytes }])),
    ];
    for (const file of files)
      expect(await rowsOf(await open(file), 'FROM plays ORDER BY line')).toEqual(ROWS);
  });

  it('is decoded correctly across buffer boundaries', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `u${i}\t\u{1f3b5}${'x'.repeat(i % 7)}\t${1 + i}\n`);
    const raw = await open(
      write('wide-long.tsv', Buffer.from(`user\tartist\tplays\n${rows.join('')}`, 'utf16le')),
    );
    const sql = `SELECT count(*), sum(plays) FROM plays WHERE artist = '\u{1f3b5}' || repeat('x', ((plays - 1) % 7)::INTEGER)`;
    expect(await rowsOf(raw, sql)).toEqual([[40_000, 800_020_000]]);
  });

  it('is named in the error if it is damaged or not a table of plays', async () => {
    const cut = write('wide-cut.csv', wideText(TABLE, 'UTF-16').subarray(0, -1));
    await expect(open(cut)).rejects.toThrow(`${cut} begins as UTF-16, but is damaged: it ends in the middle`);
    const other = write('wide-other.csv', wideText('"user,artist,plays"\n"ann,Low,3"\n', 'UTF-16'));
    await expect(open(other)).rejects.toThrow(
      new RegExp(
        `^${other}: line 1 is a whole row in quotes: .*; write ${other} in UTF-8 first; remove those around rows`,
      ),
    );
  });
});

describe('a compressed file of plays', () => {
  const both: ArchiveMember[] = [
    { path: 'export/README.txt', content: 'not plays' },
    { path: 'export/plays.csv', content: CSV },
    { path: '__MACOSX/export/._plays.csv', content: 'not plays' },
    { path: 'export/cover.png', content: 'not plays' },
  ];
  it.each<[string, string | Uint8Array]>([
    ['plays.csv.gz', gzipSync(CSV)],
    ['plays-of-any-name', gzipSync(CSV)],
    ['plays.zip', zip(both)],
    ['plays.tar.gz', tarGz(both)],
    ['plays.tgz', tarGz(both)],
  ])('is read as if it were unpacked: %s', async (name, content) => {
    expect(await rowsIn(write(name, content))).toEqual(ROWS);
    expect(leftovers()).toEqual([]);
  });

  it('is recognized by its contents, not by its name', async () => {
    expect(await rowsIn(write('really-gzip.csv', gzipSync(CSV)))).toEqual(ROWS);
    expect(await rowsIn(write('not-really.csv.gz', CSV))).toEqual(ROWS);
  });

  it.each([
    ['plain.csv.gz', 'user,artist,plays\nann,Low,3\n', [['ann', 'Low', 3, 2]]],
    ['plain.tsv.zst', 'ann\t\tLow\t3\n', [['ann', 'Low', 3, 1]]],
    ['plain.json.gz', '[{"user":"ann","artist":"Low","plays":3}]', [['ann', 'Low', 3, 1]]],
  ])('may be uncompressed despite its extension: %s', async (name, content, rows) => {
    expect(await rowsIn(write(name, content))).toEqual(rows);
    expect(await refusalOf('plain-columns.csv.gz', 'user,band,n\nann,Low,3\n')).toMatch(
      /^ has no column 'artist';/,
    );
  });

  it('may contain JSON and be read with options', async () => {
    const json = '[{"who":"ann","artist":"Low","plays":7}]';
    const raw = await open(write('plays.json.gz', gzipSync(json)), { columns: { user: 'who' } });
    expect(await rowsOf(raw, 'FROM plays')).toEqual([['ann', 'Low', 7, 1]]);
  });

  it('may be a published archive with profiles', async () => {
    const archive = tarGz([
      { path: 'lastfm-dataset-360K/README.txt', content: 'x' },
      {
        path: 'lastfm-dataset-360K/usersha1-artmbid-artname-plays.tsv',
        content: lines360K([['ann', 'Low', 7]]),
      },
      { path: 'lastfm-dataset-360K/usersha1-profile.tsv', content: 'ann\tf\t22\tGermany\tFeb 1, 2007\n' },
    ]);
    const raw = await open(write('lastfm-dataset-360K.tar.gz', archive));
    expect(raw.hasProfiles).toBe(true);
    expect(await rowsOf(raw, 'SELECT "user", age FROM profiles')).toEqual([['ann', 22]]);
    const hetrec = zip([
      { path: 'user_artists.dat', content: 'userID\tartistID\tweight\n2\t51\t7\n' },
      { path: 'artists.dat', content: 'id\tname\turl\n51\tLow\thttp\n' },
      { path: 'tags.dat', content: 'tagID\n' },
    ]);
    expect(await rowsIn(write('hetrec.zip', hetrec))).toEqual([['2', 'Low', 7, 2]]);
  });

  it('is named in errors with the file inside', async () => {
    const bad = 'user,artist,plays\nann,"Low,3\n';
    expect(await refusalOf('bad.csv.gz', gzipSync(bad))).toMatch(
      /^: line 2 has a quoted cell that is never closed/,
    );
    expect(await refusalOf('bad.zip', zip([{ path: 'a/plays.csv', content: bad }]))).toMatch(
      /^ \(plays\.csv\): line 2 has a quoted cell that is never closed/,
    );
    const table = zip([{ path: 'plays.csv', content: 'user,band\nann,Low\n' }]);
    expect(await refusalOf('columns.zip', table)).toMatch(
      /^ \(plays\.csv\) has no column 'artist'; its columns are user, band; say which columns to use with the option columns/,
    );
  });

  it('is refused if it contains no plays or several candidates', async () => {
    expect(await refusalOf('pictures.zip', zip([{ path: 'a.png', content: 'x' }]))).toMatch(
      /^ contains only a\.png; expected a file of plays \(TSV, CSV, Parquet or JSON\): unpack it and give/,
    );
    expect(await refusalOf('nothing.zip', zip([]))).toMatch(/^ contains no files; expected a file of plays/);
    const two = ['a.csv', 'b.csv'].map((name) => ({ path: name, content: CSV }));
    expect(await refusalOf('two.zip', zip(two))).toBe(
      ' contains several files that may be the plays (a.csv, b.csv); unpack it and give the path of one',
    );
    const nested = tarGz([{ path: 'plays.csv', content: gzipSync(CSV).toString('latin1') }]);
    expect(await refusalOf('nested.tar.gz', nested)).toMatch(/plays\.csv\)/);
  });
});

/** A zip whose directory lists a wrong checksum for its first member. */
function changed(archive: Buffer): Buffer {
  const entry = archive.indexOf('PK\x01\x02', 0, 'latin1');
  archive.writeUInt32LE(archive.readUInt32LE(entry + 16) ^ 1, entry + 16);
  return archive;
}

describe('a malicious or damaged compressed file', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    [
      'zeros.csv.gz',
      gzipSync(ZEROS),
      /^ cannot be unpacked: it unpacks to more than 64\.0 MiB, \d+ times its size, which no/,
    ],
    ['zeros.zip', zip([{ path: 'plays.csv', content: ZEROS }]), /unpacks to more than 64\.0 MiB/],
    ['zeros.tar.gz', tarGz([{ path: 'plays.csv', content: ZEROS }]), /unpacks to more than 64\.0 MiB/],
    ['skipped-zeros.tar.gz', tarGz([{ path: 'a.png', content: ZEROS }]), /unpacks to more than 64\.0 MiB/],
    [
      'outside.zip',
      zip([{ path: '../plays.csv', content: CSV }]),
      /names a path outside itself, '\.\.\/plays\.csv'|damaged/,
    ],
    ['outside.tar.gz', tarGz([{ path: '../../plays.csv', content: CSV }]), /names a path outside itself/],
    ['absolute.tar.gz', tarGz([{ path: '/tmp/plays.csv', content: CSV }]), /names a path outside itself/],
    [
      'link.tar.gz',
      tarGz([{ path: 'plays.csv', content: '', type: '2', link: '/etc/passwd' }]),
      /^ contains no files;/,
    ],
    [
      'many.zip',
      zip(Array.from({ length: 10_001 }, (_, i) => ({ path: `${i}.png`, content: '' }))),
      /it has more than 10,000 files/,
    ],
    ['cut.csv.gz', gzipSync(CSV.repeat(1000)).subarray(0, 100), /^ cannot be unpacked: it is damaged \(/],
    [
      'cut.zip',
      zip([{ path: 'plays.csv', content: CSV }]).subarray(0, 60),
      /^ cannot be unpacked: it is damaged \(/,
    ],
    [
      'changed.zip',
      changed(zip([{ path: 'plays.csv', content: CSV }])),
      /it is damaged \(its checksum is wrong\)/,
    ],
    [
      'cut.tar.gz',
      tarGz([{ path: 'plays.csv', content: CSV.repeat(1000) }]).subarray(0, 200),
      /it is damaged \(/,
    ],
  ])('is refused early and leaves nothing behind: %s', async (name, content, message) => {
    expect(await refusalOf(name, content)).toMatch(message);
    expect(readdirSync(folder).filter((left) => left.includes('partial'))).toEqual([]);
  });
});

/** A zip of one file whose directory lists another compression method or other flags. */
function declared(method: number, flags = 0): Buffer {
  const archive = zip([{ path: 'plays.csv', content: CSV }]);
  const entry = archive.indexOf('PK\x01\x02', 0, 'latin1');
  archive.writeUInt16LE(flags, entry + 8);
  archive.writeUInt16LE(method, entry + 10);
  return archive;
}

describe('a compressed file that cannot be unpacked', () => {
  const gz = gzipSync(Array.from({ length: 5000 }, (_, i) => `u${i},artist ${(i * 7) % 50},3\n`).join(''));
  const with1 = (archive: Buffer, at: number) => {
    const copy = Buffer.from(archive);
    copy[copy.length + at] ^= 1;
    return copy;
  };
  const tar = tarGz([{ path: 'plays.csv', content: CSV.repeat(50) }]);
  const small = gzipSync(CSV);
  const early = 'it is damaged (it ends too early, as after an interrupted download); download it again';
  const wrong = 'it is damaged (its checksum is wrong); download it again';
  const behind =
    'it is followed by data that is not part of it; remove that data, e.g. gzip -dc FILE > NEW, and give the new file';
  const deflate = (name: string) =>
    `its files are compressed with ${name}, and in a zip only Deflate is read; unpack it, e.g. with 7-Zip (7z x FILE), and give the unpacked file`;
  const locked =
    'its files are encrypted; unpack it with its password, e.g. with 7-Zip (7z x FILE), and give the unpacked file';
  it.each<[string, Buffer, string]>([
    ['cut-half.csv.gz', gz.subarray(0, gz.length / 2), early],
    ['cut-trailer.csv.gz', small.subarray(0, -3), early],
    ['crc.csv.gz', with1(small, -6), wrong],
    ['length.csv.gz', with1(small, -2), wrong],
    ['crc.tar.gz', with1(tar, -6), wrong],
    ['cut-half.tar.gz', tar.subarray(0, tar.length / 2), early],
    ['behind.csv.gz', Buffer.concat([small, Buffer.from('<html>')]), behind],
    ['behind-zeros.csv.gz', Buffer.concat([small, Buffer.alloc(90_000), small]), behind],
    ['behind.tar.gz', Buffer.concat([tar, Buffer.from('<html>')]), behind],
    ['cut-half.zip', zip([{ path: 'plays.csv', content: CSV }]).subarray(0, 80), early],
    ['bzip2.zip', declared(12), deflate('bzip2')],
    ['lzma.zip', declared(14), deflate('LZMA')],
    ['zstd.zip', declared(93), deflate('Zstandard')],
    ['method.zip', declared(77), deflate('method 77')],
    ['locked.zip', declared(8, 1), locked],
    ['aes.zip', declared(99, 1), locked],
    [
      'behind.zip',
      Buffer.concat([zip([{ path: 'plays.csv', content: CSV }]), Buffer.from('<html>')]),
      'it is followed by data that is not part of it; unpack it, e.g. unzip FILE, and give the unpacked file',
    ],
  ])('is refused with the reason and a remedy: %s', async (name, content, message) => {
    expect(await refusalOf(name, content)).toBe(` cannot be unpacked: ${message}`);
  });

  it('may end in zeros, as on tapes, or consist of several members', async () => {
    for (const zeros of [1, 512, 300_000])
      expect(await rowsIn(write(`zeros-${zeros}.gz`, Buffer.concat([small, Buffer.alloc(zeros)])))).toEqual(
        ROWS,
      );
    const zeroed = Buffer.concat([tarGz([{ path: 'plays.csv', content: CSV }]), Buffer.alloc(512)]);
    expect(await rowsIn(write('zeros.tar.gz', zeroed))).toEqual(ROWS);
    const more = gzipSync('cat,Can,4\n');
    expect(await rowsIn(write('several.csv.gz', Buffer.concat([small, more])))).toEqual([
      ...ROWS,
      ['cat', 'Can', 4, 4],
    ]);
  });
});

describe('an unsupported file format', () => {
  // The first member is stored uncompressed, so that its contents are visible.
  const openDocument = `PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.spreadsheet`;
  const workbook = zip([
    { path: '[Content_Types].xml', content: '<Types/>' },
    { path: 'xl/workbook.xml', content: '<workbook/>' },
  ]);
  it.each<[string, string | Uint8Array, RegExp]>([
    [
      'plays.csv.bz2',
      'BZh91AY&SY\0',
      /^ is compressed with bzip2; unpack it first: bunzip2 plays\.csv\.bz2$/,
    ],
    [
      'plays.csv.xz',
      Buffer.from('fd377a585a000004', 'hex'),
      /^ is compressed with xz; unpack it first: unxz plays\.csv\.xz$/,
    ],
    [
      'plays.csv',
      Buffer.from('fd377a585a000004', 'hex'),
      /^ is compressed with xz; unpack it first: xz -dc plays\.csv > NEW$/,
    ],
    ['plays.rar', 'Rar!\x1a\x07\x01\0', /^ is a RAR archive; unpack it, e\.g\. unar plays\.rar, and give/],
    ['-plays.bz2', 'BZh91AY&SY\0', /unpack it first: bunzip2 \.\/-plays\.bz2$/],
    ['plays', 'BZh91AY&SY\0', /unpack it first: bzip2 -dc plays > NEW$/],
    [
      '-plays {shell}\n.dta.gz',
      gzipSync('<stata_dta><header>'),
      /gzip -dc '\.\/-plays \{shell\}\n\.dta\.gz' > '\.\/-plays \{shell\}\n\.dta'; then .*pd\.read_stata\('-plays \{shell\}\\n\.dta'\)/,
    ],
    [
      'plays.7z',
      Buffer.from('377abcaf271c0004', 'hex'),
      /^ is a 7-Zip archive; unpack it, e\.g\. 7z x plays\.7z, and give the file of plays$/,
    ],
    [
      'plays.xlsx',
      workbook,
      /^ is an Excel workbook; save the sheet with the plays in Excel as 'CSV UTF-8', and give/,
    ],
    ['plays.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /^ is an Excel workbook;/],
    ['plays.ods', openDocument, /^ is an OpenDocument spreadsheet; save the sheet/],
    [
      'plays.rda',
      gzipSync('RDX3\nX\n\0\0\0\x03'),
      /^ is R data; write it as CSV there: write\.csv\(get\(load\('plays\.rda'\)\[1\]\), 'plays\.csv', row\.names = FALSE, fileEncoding = 'UTF-8'\)/,
    ],
    ['plays.rds', gzipSync('X\n\0\0\0\x03\0'), /^ is R data;/],
    [
      "it's.rds",
      Buffer.from('fd377a585a000004', 'hex'),
      /^ is R data; write it as CSV there: write\.csv\(readRDS\('it\\'s\.rds'\), 'plays\.csv'/,
    ],
    [
      'new.dta',
      '<stata_dta><header><release>118</release>',
      /^ is a Stata file; write it as CSV, e\.g\. with pandas: pd\.read_stata\('new\.dta'\)\.to_csv\('plays\.csv', index=False\), and give that file$/,
    ],
    ['old.dta', Buffer.from('7202010000000000', 'hex'), /^ is a Stata file; .*pd\.read_stata\('old\.dta'\)/],
    ['plays.sav', '$FL2@(#) SPSS DATA FILE', /^ is an SPSS file; .*pd\.read_spss\('plays\.sav'\)\.to_csv/],
    [
      'plays.por',
      `${'0'.repeat(40)}ASCII SPSS PORT FILE`,
      /^ is an SPSS portable file; .*pyreadstat\.read_por\(/,
    ],
    [
      'plays.sas7bdat',
      Buffer.from('000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011', 'hex'),
      /^ is a SAS file; .*pyreadstat\.read_sas7bdat\('plays\.sas7bdat'\)\[0\]\.to_csv/,
    ],
    [
      'plays.xpt',
      'HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!',
      /^ is a SAS transport file; .*pyreadstat\.read_xport\('plays\.xpt'\)\[0\]\.to_csv/,
    ],
    [
      'pickle-4.pkl',
      Buffer.from('8004958f02000000', 'hex'),
      /^ is a Python pickle; if you trust .*pd\.DataFrame\(pd\.read_pickle\('pickle-4\.pkl'\)\)\.reset_index\(\)\.to_csv/,
    ],
    ['pickle-2.pkl', Buffer.from('8002637061', 'hex'), /^ is a Python pickle;/],
    ['pickle-0.pkl', 'ccopy_reg\n_reconstructor\np0\n', /^ is a Python pickle;/],
    // pickle.dumps(..., 0) of a list, a dictionary, tuples and a Counter, of Python 2 strings, and protocol 1 of a list.
    ['pickle-list.pkl', '(lp0\n(Vann\np1\nVLow\np2\nI3\ntp3\na.', /^ is a Python pickle; if you trust /],
    ['pickle-dict.pkl', '(dp0\nVann\np1\n(dp2\nVLow\np3\nI3\nss.', /^ is a Python pickle;/],
    ['pickle-tuple.pkl', '(I1\nI2\ntp0\n.', /^ is a Python pickle;/],
    ['pickle-tuples.pkl', '((Vann\np0\nVLow\np1\nI3\ntp2\ntp3\n.', /^ is a Python pickle;/],
    ['pickle-names.pkl', "(S'ann'\np1\nS'Low'\np2\nI3\ntp3\n.", /^ is a Python pickle;/],
    ['pickle-counter.pkl', 'ccollections\nCounter\np0\n((dp1\nVann\np2\nI1\ns.', /^ is a Python pickle;/],
    ['pickle-first.pkl', Buffer.from('5d71002858', 'hex'), /^ is a Python pickle;/],
    ['list-0.pkl', '(lp0\n(dp1\nVuser\n', /^ is a Python pickle;/],
    ['list-1.pkl', Buffer.from('5d710028', 'hex'), /^ is a Python pickle;/],
    ['plays.h5', Buffer.from('894844460d0a1a0a', 'hex'), /^ is an HDF5 file; .*pd\.read_hdf\('plays\.h5'\)/],
    [
      'plays.arrow',
      'ARROW1\0\0',
      /^ is an Arrow \(Feather\) file; save it as Parquet, .*pd\.read_feather\('plays\.arrow'\)\.to_parquet\('plays\.parquet'\)$/,
    ],
    [
      'plays.arrows',
      Buffer.from('ffffffff780300001000000000000a00', 'hex'),
      /^ is an Arrow stream; save it as Parquet, .*pa\.ipc\.open_stream\(open\('plays\.arrows', 'rb'\)\)\.read_pandas\(\)/,
    ],
    ['plays.orc', 'ORC\x0a\0', /^ is an ORC file; .*pd\.read_orc\(/],
    ['plays.duckdb', `${'\0'.repeat(8)}DUCK@\0`, /^ is a DuckDB database; .*duckdb -csv plays\.duckdb/],
    [
      'plays.db.gz',
      gzipSync('SQLite format 3\0'),
      /^ is an SQLite database, compressed with gzip; unpack it first: gzip -dc plays\.db\.gz > plays\.db; then export the table as CSV, e\.g\. sqlite3 -header -csv plays\.db /,
    ],
    ['plays.db', 'SQLite format 3\0', /^ is an SQLite database; export the table as CSV/],
  ])('is refused with a remedy: %s', async (name, content, message) => {
    expect(await refusalOf(name, content)).toMatch(message);
  });

  it.each(['ORCA', 'ARROW1', 'FEA1', 'BZh9', 'Rar!', '12345678DUCK', 'RDX3', '$FL2', 'SQLite format 3'])(
    'is not confused with a table whose first user has that name: %s',
    async (user) => {
      expect(await rowsIn(write(`called-${user}.tsv`, `${user}\t\tLow\t3\n`))).toEqual([[user, 'Low', 3, 1]]);
    },
  );

  const feather = sharedFile('cases/10-parquet/plays.feather');
  it.skipIf(!feather)('includes real Feather files', async () => {
    expect(await refusalOf('plays.feather', readFileSync(feather as string))).toMatch(
      /^ is an Arrow \(Feather\) file;/,
    );
  });

  const zstd = '/usr/bin/zstd';
  it.skipIf(!existsSync(zstd))('includes Zstandard if this Node.js cannot unpack it', async () => {
    const plain = write('plays-z.csv', CSV);
    const packed = path.join(folder, 'packed-z.csv.zst');
    execFileSync(zstd, ['-q', plain, '-o', packed]);
    const [major, minor] = process.versions.node.split('.').map(Number);
    if (major > 22 || (major === 22 && minor >= 15)) expect(await rowsIn(packed)).toEqual(ROWS);
    else {
      expect(await refusalOf('copy.csv.zst', readFileSync(packed))).toMatch(
        /^ is compressed with Zstandard, which this Node\.js does not unpack; unpack it first: unzstd copy\.csv\.zst/,
      );
    }
    writeFileSync(plain, '');
  });
});
