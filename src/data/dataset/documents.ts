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
    'a pointer of Git LFS in place of the file itself; get the file: git lfs pull',
  ],
  [/^%PDF-/, 'a PDF document; get the plays as CSV from where it was made, and give that file'],
  [
    /^\s*<\?xml[\s\S]{0,1000}(?:progid="Excel\.Sheet"|office:spreadsheet)/,
    "an Excel workbook in XML; save the sheet with the plays in Excel as 'CSV UTF-8', and give that file",
  ],
  [
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype html|html|head|body|table)\b/i,
    'an HTML page; if it was downloaded, an error or log-in page came in place of the file: get it again, or save the table on it as CSV',
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
    'a matrix in the Matrix Market format, which has no names in it; write it as CSV with the header user,artist,plays and a name in place of each number, and give that file',
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
