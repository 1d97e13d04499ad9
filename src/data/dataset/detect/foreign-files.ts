// biome-ignore-all lint/suspicious/noControlCharactersInRegex: bytes are what is looked for.
import { shellPath } from '../../../util/escape.js';

/** What a binary file is that is not read. */
interface BinaryFormat {
  /** `a Stata file` */
  readonly what: string;
  /** What to do with it. */
  readonly remedy: string;
}

/** With the name of the file as {python} and {shell} quote it. */
const inPython = (library: string, table: string) =>
  `write it as CSV, e.g. with ${library}: ${table}.to_csv('plays.csv', index=False), and give that file`;
const pandas = (call: string) => inPython('pandas', `pd.${call}`);
const inR = (object: string) =>
  `write it as CSV there: write.csv(${object}, 'plays.csv', row.names = FALSE, fileEncoding = 'UTF-8'), and give that file`;
/** What is data of R. */
export const R_DATA = 'R data';
const R_OBJECT = inR('readRDS({python})');
/** Its first object: the file knows what it is called. */
const R_OBJECTS = inR('get(load({python})[1])');
const unpackWith = (command: string) => `unpack it, e.g. ${command} {shell}, and give the file of plays`;
const fromDatabase = (command: string, program: string) =>
  `export the table as CSV, e.g. ${command} {shell} 'SELECT * FROM plays' > plays.csv; to list its tables: ${program} {shell} .tables`;
const EXCEL = "save the sheet with the plays in Excel as 'CSV UTF-8', and give that file";

const NO_PLAYS = 'check that this is the right file';

/** What unpacks a file of its own name, and any other. */
const UNPACKERS = {
  bzip2: { names: /\.(?:bz2?|tbz2?)$/i, own: 'bunzip2', any: 'bzip2 -dc' },
  xz: { names: /\.t?xz$/i, own: 'unxz', any: 'xz -dc' },
  Zstandard: { names: /\.t?zst$/i, own: 'unzstd', any: 'zstd -dc' },
};

/** By their first bytes, in Latin-1: those that may begin a text have a zero byte behind, too. */
const FORMATS: readonly (readonly [begin: RegExp, what: string, remedy: string])[] = [
  // Before release 117: the release, the order of bytes and the type of file.
  [
    /^(?:<stata_dta>|[\x69\x6c\x6e-\x73][\x01\x02]\x01[\0\x01])/,
    'a Stata file',
    pandas('read_stata({python})'),
  ],
  [/^\$FL[23]@\(#\)/, 'an SPSS file', pandas('read_spss({python})')],
  [
    /^[\s\S]{40}ASCII SPSS PORT FILE/,
    'an SPSS portable file',
    inPython('pyreadstat', 'pyreadstat.read_por({python})[0]'),
  ],
  [
    /^\0{12}\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\0/,
    'a SAS file',
    // Of what haven writes, pandas gets the names of the columns wrong.
    inPython('pyreadstat', 'pyreadstat.read_sas7bdat({python})[0]'),
  ],
  // pandas can leave out the last row.
  [
    /^HEADER RECORD\*{7}LIB(?:RARY|V8)/,
    'a SAS transport file',
    inPython('pyreadstat', 'pyreadstat.read_xport({python})[0]'),
  ],
  // What save() writes has names in it; what saveRDS() writes is one object.
  [/^RD[AX][23]\n/, R_DATA, R_OBJECTS],
  [/^(?:A\n[23]\n|X\n\0\0\0[\x02\x03])/, R_DATA, R_OBJECT],
  // Its oldest form is lines of text: a class in two lines, or a list, a dictionary, a tuple or a value that is numbered.
  [
    /^(?:\x80[\x02-\x05][\x8c\x95c\]}(KXGN]|[\]}]q[\0\x01]|c[a-z_][.\w]*\n[a-zA-Z_]\w*\n(?:p\d+\n|q[\0\x01]|\()|\(+[ld]p\d+\n|\(+(?:[VS][^\n]*\np\d+\n|[IFL][-+.\deL]+\n[tlIFLVSN(]))/,
    'a Python pickle',
    // What pandas has counted has users and artists in its index.
    `if you trust its source (a pickle can run any code), ${pandas('DataFrame(pd.read_pickle({python})).reset_index()')}`,
  ],
  [/^\x89HDF\r\n\x1a\n/, 'an HDF5 file', pandas('read_hdf({python}).reset_index()')],
  [
    /^(?:ARROW1|FEA1)(?=[\s\S]*\0)/,
    'an Arrow (Feather) file',
    "save it as Parquet, e.g. with pandas: pd.read_feather({python}).to_parquet('plays.parquet')",
  ],
  // A message of a stream: its mark, its length of some kilobytes, and a table of flatbuffers.
  [
    /^\xff{4}[\s\S]{2}[\0-\x0f]\0[\x04-\x40]\0\0\0/,
    'an Arrow stream',
    "save it as Parquet, e.g. with pyarrow: pa.ipc.open_stream(open({python}, 'rb')).read_pandas().to_parquet('plays.parquet')",
  ],
  [
    /^ORC(?=[\s\S]*\0)/,
    'an ORC file',
    "save it as Parquet, e.g. with pandas: pd.read_orc({python}).to_parquet('plays.parquet')",
  ],
  [/^SQLite format 3\0/, 'an SQLite database', fromDatabase('sqlite3 -header -csv', 'sqlite3')],
  [/^[\s\S]{8}DUCK(?=[\s\S]*\0)/, 'a DuckDB database', fromDatabase('duckdb -csv', 'duckdb')],
  // Zips, in which the names of the first parts stand at the beginning.
  [
    /^PK[\s\S]*mimetypeapplication\/vnd\.oasis\.opendocument/,
    'an OpenDocument spreadsheet',
    'save the sheet with the plays as CSV, in UTF-8',
  ],
  [/^PK[\s\S]*(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/workbook)/, 'an Excel workbook', EXCEL],
  [/^\xd0\xcf\x11\xe0/, 'an Excel workbook', EXCEL],
  [/^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/, 'compressed with bzip2', 'bzip2'],
  [/^\xfd7zXZ\0/, 'compressed with xz', 'xz'],
  [
    /^[\s\S]{6}\0\0\{"__metadata__":\{"format":"listenlab-model"/,
    'a listenlab model, not a file of plays',
    'give it to loadModel, or to a command with --model',
  ],
  [/^\x89PNG\r\n\x1a\n/, 'a PNG image', NO_PLAYS],
  [/^\xff\xd8\xff[\xdb\xe0-\xef]/, 'a JPEG image', NO_PLAYS],
  [/^GIF8[79]a[\s\S]{4}[\x80-\xff]/, 'a GIF image', NO_PLAYS],
  [/^7z\xbc\xaf\x27\x1c/, 'a 7-Zip archive', unpackWith('7z x')],
  [/^Rar!\x1a\x07/, 'a RAR archive', unpackWith('unar')],
];

/** R compresses its files in one of three ways. */
const R_NAMES = /\.(?:rds|rda|rdata)$/i;

/**
 * What a file is that is not read, by its first bytes; undefined for text and for what is not known.
 *
 * @param name what it is called
 */
export function binaryFormat(name: string, head: Uint8Array): BinaryFormat | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  const found = FORMATS.find(([begin]) => begin.test(text));
  if (found === undefined) return undefined;
  const [, what, remedy] = found;
  if (R_NAMES.test(name) && what.startsWith('compressed')) {
    return { what: R_DATA, remedy: withName(/\.rds$/i.test(name) ? R_OBJECT : R_OBJECTS, name) };
  }
  if (remedy === 'bzip2' || remedy === 'xz') return { what, remedy: unpackFirst(remedy, name) };
  return { what, remedy: withName(remedy, name) };
}

/** What to do with a compressed file: the programs take only those of their names, unless they are told where to write. */
export function unpackFirst(packer: keyof typeof UNPACKERS, name: string): string {
  const { names, own, any } = UNPACKERS[packer];
  const command = names.test(name) ? `${own} ${shellPath(name)}` : `${any} ${shellPath(name)} > NEW`;
  return `unpack it first: ${command}`;
}

function withName(remedy: string, name: string): string {
  return remedy.replace(/\{(python|shell)\}/g, (_, kind) =>
    kind === 'python' ? quoted(name) : shellPath(name),
  );
}

/** As Python and R quote it. */
function quoted(text: string): string {
  const escaped = text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `'${escaped}'`;
}

/** What stands before the first statement of an SQL dump. */
const SQL_COMMENTS = String.raw`(?:\s|--[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/;?)*`;
const SQL_STATEMENT = [
  String.raw`(?:CREATE|DROP) (?:TABLE|DATABASE|SCHEMA|SEQUENCE|TYPE)\b`,
  String.raw`INSERT INTO\b`,
  '(?:LOCK TABLES|START TRANSACTION|BEGIN TRANSACTION|BEGIN;|COMMIT;)',
  String.raw`(?:SET|PRAGMA) @*\w+\s*=`,
  String.raw`USE [^\s,;]+;`,
].join('|');

/** Documents that are text or nearly so, by how they begin, and what to do with each. */
const DOCUMENTS: readonly (readonly [begin: RegExp, remedy: string])[] = [
  [
    /^version https:\/\/git-lfs\.github\.com\/spec\//,
    'a Git LFS pointer instead of the file itself; get the file: git lfs pull',
  ],
  [/^%PDF-/, 'a PDF document; export the plays as CSV from the program that made it, and give that file'],
  [
    /^\s*<\?xml[\s\S]{0,1000}(?:progid="Excel\.Sheet"|office:spreadsheet)/,
    "an Excel workbook in XML; save the sheet with the plays in Excel as 'CSV UTF-8', and give that file",
  ],
  [
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype html|html|head|body|table)\b/i,
    'an HTML page; if it was downloaded, an error or log-in page was saved instead of the file: download it again, or save the table on it as CSV',
  ],
  [
    /^\s*<(?:\?xml|!DOCTYPE|\w+(?:\s+[\w:]+="[^"]*")*>\s*<\w)/,
    'an XML document; write its plays as CSV with the header user,artist,plays, and give that file',
  ],
  [
    new RegExp(`^${SQL_COMMENTS}(?:${SQL_STATEMENT})`, 'i'),
    'a dump of an SQL database; load it there, export the table of plays as CSV, and give that file',
  ],
  [
    /^%%MatrixMarket /,
    'a matrix in the Matrix Market format, which contains no names; write it as CSV with the header user,artist,plays and a name in place of each number, and give that file',
  ],
  [
    /^(?:\s*%[^\n]*\n|\s*\n)*@relation\s[\s\S]*\n\s*@attribute\s/i,
    "an ARFF file; write its rows as CSV, e.g. sed '1,/^@data/Id' FILE > plays.csv, and number the columns of that file, as it has no header",
  ],
  [
    /^(?:\s*#[^\n]*\n)*(?:%YAML |---\s*\n\s*(?:- )?["'\w]+:(?:\s|$)|[\w-]+:\s*\n\s*- ["'\w]+:\s|- ["'\w]+: [^\n]*\n {2}["'\w]+:\s)/,
    'YAML; convert it to JSON, e.g. yq -o json FILE > plays.json, and give that file',
  ],
];

/** A document is known by its first lines. */
const BEGINNING = 65_536;

/**
 * What a text is that holds no table, and what to do with it; undefined for what may be one.
 *
 * @param text the file's first bytes as Latin-1
 */
export function documentRemedy(text: string): string | undefined {
  const beginning = text.slice(0, BEGINNING).replaceAll('\r\n', '\n');
  // A byte order mark, read as Latin-1.
  const start = beginning.replace(/^\u00ef\u00bb\u00bf/, '');
  return DOCUMENTS.find(([begin]) => begin.test(start))?.[1];
}
