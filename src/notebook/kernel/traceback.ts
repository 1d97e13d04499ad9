import path from 'node:path';
import { inspect } from 'node:util';
import { NUMBER_OF_BIGINT } from './cells/advice.js';
import type { CellDiagnostic } from './cells/cell-language.js';
import { withCellNames } from './cells/names.js';
import { type CellPlace, type CellPlaces, frameText, placeText } from './cells/places.js';

/** An error in the format of the protocol and of notebooks. */
export interface ErrorContent {
  ename: string;
  evalue: string;
  traceback: string[];
  [key: string]: unknown;
}

/** Thrown in a cell that was interrupted. */
export class KeyboardInterrupt extends Error {
  override readonly name = 'KeyboardInterrupt';
}

/** Most causes shown below an error; more are probably a cycle. */
const MOST_CAUSES = 5;

/** Most characters shown of an error's extra properties. */
const MOST_DETAILS = 2000;

/** Properties of errors that are shown elsewhere in the traceback. */
const TOLD =
  'name message stack cause errors error suppressed code errno syscall path dest line column'.split(' ');

/**
 * What a cell threw, with a traceback of the notebook's own lines: no compiler, no kernel, no Node.
 *
 * @example TypeError: Cannot read properties of undefined (reading 'plays')
 *   Cell [1] line 4, in total
 *       4 |   return row.plays;
 *       at Cell [3] line 2
 * @param label label of the cell that ended with it, for an error without a line
 */
export function describeThrown(thrown: unknown, places: CellPlaces, label?: string): ErrorContent {
  const { ename, evalue } = nameAndValue(thrown);
  const [first, ...callers] = isError(thrown) ? places.framesOf(thrown) : [];
  const traceback = [titleOf(ename, evalue), ...adviceFor(thrown)];
  if (first !== undefined) traceback.push(...excerpt(first.place, first.name));
  // An interrupted await has no stack, for example.
  else if (label !== undefined) traceback.push(`    at ${label}`);
  traceback.push(
    ...callers.map(frameText),
    ...detailsOf(thrown),
    ...suppressed(thrown, places),
    ...causes(thrown),
  );
  return { ename, evalue, traceback };
}

/**
 * Compiler errors, each with line, column and the line itself with a caret below. The cell did not run because of them.
 */
export function describeDiagnostics(
  diagnostics: CellDiagnostic[],
  label: string,
  source: string,
): ErrorContent {
  const lines = source.split('\n');
  const traceback = diagnostics.flatMap(({ start, end, messageText, code, fileName }) => {
    const place = `${fileName ?? label} line ${start.line + 1}, column ${start.character + 1}`;
    const title = `${place}: ${messageText} (TS${code})`;
    if (fileName !== undefined || lines[start.line] === undefined) return [title];
    const number = String(start.line + 1).padStart(5);
    const width = end.line === start.line ? Math.max(1, end.character - start.character) : 1;
    const caret = `${' '.repeat(start.character)}${'~'.repeat(width)}`;
    return [title, `${number} | ${lines[start.line]}`, `${' '.repeat(5)} | ${caret}`];
  });
  traceback.push(`No part of ${label} was run.`);
  const [first] = diagnostics;
  const where = `line ${first.start.line + 1}, column ${first.start.character + 1}`;
  return { ename: 'TypeScriptError', evalue: `${where}: ${first.messageText}`, traceback };
}

/** A syntax error of V8 in a cell that the compiler accepted; undefined for any other error. */
export function describeSyntax(thrown: unknown, places: CellPlaces): ErrorContent | undefined {
  if (!(thrown instanceof SyntaxError) || !('line' in thrown) || !('column' in thrown)) return undefined;
  const place = places.latest(Number(thrown.line), Number(thrown.column));
  const title = `SyntaxError: ${thrown.message}`;
  const traceback = place ? [title, ...excerpt(place)] : [title];
  return { ename: 'SyntaxError', evalue: thrown.message, traceback };
}

/** Advice where Node's own message is unclear. */
function adviceFor(thrown: unknown): string[] {
  if (!isError(thrown)) return [];
  const { code, path: file, message } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOENT' && typeof file === 'string' && !path.isAbsolute(file)) {
    return [`There is no ${path.resolve(file)}; cells run in the notebook's folder.`];
  }
  return /^Cannot mix BigInt/.test(message) ? [NUMBER_OF_BIGINT] : [];
}

function nameAndValue(thrown: unknown): { ename: string; evalue: string } {
  if (!isError(thrown)) return { ename: 'Thrown', evalue: inspect(thrown) };
  return { ename: String(thrown.name || 'Error'), evalue: withCellNames(String(thrown.message)) };
}

/** Errors of other realms and vm contexts are errors too, though not instances of this one's Error. */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function titleOf(ename: string, evalue: string): string {
  return evalue === '' ? ename : `${ename}: ${evalue}`;
}

function excerpt(place: CellPlace, name?: string): string[] {
  const title = name ? `${placeText(place)}, in ${name}` : placeText(place);
  if (place.line === undefined) return [title];
  return [title, `${String(place.line).padStart(5)} | ${place.text}`];
}

/** Extra properties of an error, such as an HTTP status. Runs no user code. */
function detailsOf(thrown: unknown): string[] {
  if (!isError(thrown)) return [];
  const added = Object.entries(Object.getOwnPropertyDescriptors(thrown)).flatMap(([name, property]) =>
    property.enumerable && 'value' in property && !TOLD.includes(name) ? [[name, property.value]] : [],
  );
  if (added.length === 0) return [];
  const text = inspect(Object.fromEntries(added), {
    depth: 2,
    maxStringLength: 500,
    maxArrayLength: 20,
    customInspect: false,
  });
  return `${text.slice(0, MOST_DETAILS)}${text.length > MOST_DETAILS ? ' …' : ''}`.split('\n');
}

/** The error thrown during disposal, and the one it suppressed. */
function suppressed(thrown: unknown, places: CellPlaces): string[] {
  if (!isError(thrown) || thrown.name !== 'SuppressedError') return [];
  const { error, suppressed: earlier } = thrown as { error?: unknown; suppressed?: unknown };
  const told = (what: string, each: unknown) => {
    const { ename, evalue } = nameAndValue(each);
    const [frame] = isError(each) ? places.framesOf(each) : [];
    return [`${what} ${titleOf(ename, evalue)}`, ...(frame ? excerpt(frame.place, frame.name) : [])];
  };
  return [...told('because of', error), ...told('which suppressed', earlier)];
}

function causes(thrown: unknown): string[] {
  const lines: string[] = [];
  for (const { ename, evalue } of gathered(thrown)) lines.push(`because of ${titleOf(ename, evalue)}`);
  let told = nameAndValue(thrown).evalue;
  let cause = isError(thrown) ? thrown.cause : undefined;
  for (let i = 0; i < MOST_CAUSES && cause !== undefined && cause !== null; i++) {
    const { ename, evalue } = nameAndValue(cause);
    const [first, ...others] = evalue.split('\n');
    // Its own sentence is told already; what follows may not be, such as DuckDB's mark below the word of a query.
    if (first.includes(' ') && told.includes(first))
      lines.push(...others.filter((line) => line.trim() !== ''));
    else lines.push(`caused by ${titleOf(ename, evalue)}`);
    told += `\n${evalue}`;
    cause = isError(cause) ? cause.cause : undefined;
  }
  return lines;
}

/** The errors of an AggregateError, such as the rejections of `Promise.any`. */
function gathered(thrown: unknown) {
  const { errors } = (isError(thrown) ? thrown : {}) as { errors?: unknown };
  return Array.isArray(errors) ? errors.slice(0, MOST_CAUSES).map(nameAndValue) : [];
}
