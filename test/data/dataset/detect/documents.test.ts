import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rowsOf, testFolder } from '../support.js';

const { folder, write, open } = testFolder();
let made = 0;
const nameOf = (extension: string) => `document-${made++}.${extension}`;

const PAGE = '<!DOCTYPE html>\n<html><head><title>Not found</title></head></html>\n';
const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';

describe('a document that is not a table', () => {
  it.each([
    [
      'csv',
      PAGE,
      'an HTML page; if it was downloaded, an error or log-in page was saved instead of the file: download it again',
    ],
    ['xls', '\ufeff\r\n<!-- export -->\r\n<table><tr><td>user</td></tr></table>', 'an HTML page; '],
    ['json', '<html>\n', 'an HTML page; '],
    [
      'xml',
      '<?xml version="1.0"?>\n<plays><play user="ann"/></plays>',
      'an XML document; write its plays as CSV',
    ],
    ['txt', '<plays>\n  <play user="ann"/>\n</plays>', 'an XML document; '],
    [
      'xls',
      '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook></Workbook>',
      "an Excel workbook in XML; save the sheet with the plays in Excel as 'CSV UTF-8'",
    ],
    ['pdf', '%PDF-1.7\n%\0\0\n', 'a PDF document; export the plays as CSV'],
    [
      'yaml',
      '- user: ann\n  artist: Low\n  plays: 3\n',
      'YAML; convert it to JSON, e.g. yq -o json FILE > plays.json',
    ],
    ['yml', '# plays\n---\nplays:\n  - user: ann\n', 'YAML; '],
    ['yml', 'plays:\n- user: ann\n  artist: Low\n', 'YAML; '],
    [
      'sql',
      '-- MySQL dump 10.13\n--\n\n/*!40101 SET @OLD=1 */;\nDROP TABLE IF EXISTS `plays`;\n',
      'a dump of an SQL database; load it there',
    ],
    [
      'sql',
      '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n',
      'a dump of an SQL database; ',
    ],
    ['txt', 'PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n', 'a dump of an SQL database; '],
    ['tsv', POINTER, 'a Git LFS pointer instead of the file itself; get the file: git lfs pull'],
    ['parquet', POINTER, 'a Git LFS pointer instead of the file itself; '],
    ['csv.gz', gzipSync(PAGE), 'an HTML page; '],
    [
      'mtx',
      '%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 12\n',
      'a matrix in the Matrix Market format',
    ],
    [
      'arff',
      '% made up\n@RELATION plays\n\n@ATTRIBUTE user string\n@ATTRIBUTE plays numeric\n@DATA\nann,3\n',
      "an ARFF file; write its rows as CSV, e.g. sed '1,/^@data/Id' FILE > plays.csv",
    ],
  ])('is refused with its format (%s): %j', async (extension, content, said) => {
    const name = nameOf(extension);
    await expect(open(write(name, content))).rejects.toThrow(`${name} is ${said}`);
  });

  it('is also refused in a folder of parts', async () => {
    const parts = path.join(folder, 'parts.parquet');
    mkdirSync(parts);
    const part = write(path.join('parts.parquet', 'part-00000.parquet'), POINTER);
    await expect(open(parts)).rejects.toThrow(`${part} is a Git LFS pointer`);
  });

  it('is not confused with a table that begins similarly', async () => {
    const names = [
      '<b>',
      '---',
      '-- Low --',
      'SET',
      'INSERT',
      '%PDF',
      '@relation',
      'version',
      '- user',
      '/* */'.repeat(9000),
    ];
    const rows = names.map((name) => `${name}\tLow\t3\n`).join('');
    const options = { header: false, columns: { user: 1, artist: 2, plays: 3 } };
    for (const name of names) {
      const raw = await open(write(nameOf('tsv'), `${name}\tLow\t3\n${rows}`), options);
      expect(await rowsOf(raw, 'SELECT "user" FROM plays WHERE line = 1')).toEqual([[name]]);
    }
  });
});
