import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { InputError } from '#listenlab/util/errors.js';
import { type ArchiveMember, zip } from '../dataset/archives.js';

/** The path of a fixture export. */
export function fixture(name: string): string {
  return path.join(import.meta.dirname, 'fixtures', name);
}

/** A folder for the files of one test file. */
export function historyFolder(): { folder: string; write(name: string, content: string | Buffer): string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'listenlab-history-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write(name, content) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
  };
}

/** A folder for histories of one file, each written from its lines and read, or refused with the returned message. */
export function historyReader() {
  const { folder, write } = historyFolder();
  const readLines = (name: string, lines: readonly string[]) =>
    readListeningHistory(write(name, `${lines.join('\n')}\n`));
  return {
    folder,
    write,
    read: (name: string, ...lines: string[]) => readLines(name, lines),
    refused: (name: string, ...lines: string[]) => mistake(readLines(name, lines)),
  };
}

/** A fixture folder as the zip a service sends, inside a folder of that zip. */
export function zippedFixture(name: string, within: string): Buffer {
  const members = readdirSync(fixture(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): ArchiveMember => {
      const file = path.join(entry.parentPath, entry.name);
      const relative = path.relative(fixture(name), file).replaceAll(path.sep, '/');
      return { path: `${within}${relative}`, content: readFileSync(file, 'utf8') };
    });
  return zip(members);
}

/** The message of the InputError that a promise rejects with. */
export async function mistake(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}
