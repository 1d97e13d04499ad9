import { aText, check, hasTypes, isObject, isText, readOptions, zeroOrMore } from '../../../util/checks.js';

/** What a report says of itself. */
export interface ReportHeader {
  /**
   * The title of the page, a sentence at best: `What people listen to`. Default: what the best-ranked finding claims,
   * or else a plain one with the dataset's, or else the notebooks' names.
   */
  title?: string;
  /** A sentence under the title. Default: what supports the claim, where it is the title. */
  subtitle?: string;
  /** Author of the report; none by default. */
  author?: string;
  /** The data; `simulated` puts a notice under the title. */
  dataset?: ReportDataset;
  /** When the notebooks ran. */
  generatedAt: Date;
  /** Further facts, in the order given: versions, training time. */
  facts?: Record<string, string>;
}

/** The data of a report. */
export interface ReportDataset {
  title: string;
  simulated: boolean;
  /** How many there are; default: not said. */
  listeners?: number;
  artists?: number;
  /** All play counts added up. */
  plays?: number;
}

const HEADER_CHECKS = {
  title: aText,
  subtitle: aText,
  author: aText,
  dataset: (value: unknown) =>
    hasTypes({ title: 'string', simulated: 'boolean' })(value)
      ? undefined
      : 'an object, such as { title, simulated }',
  generatedAt: (value: unknown) =>
    value instanceof Date && Number.isFinite(value.getTime()) ? undefined : 'a date, such as new Date()',
  facts: (value: unknown) =>
    isObject(value) && Object.values(value).every(isText) ? undefined : 'texts by their names',
};

/** @throws InputError unless it is a header, with all that it must have */
export function requireHeader(header: ReportHeader): void {
  readOptions(header, HEADER_CHECKS, {}, "the report's header");
  check("generatedAt of the report's header", header.generatedAt, HEADER_CHECKS.generatedAt);
  for (const count of ['listeners', 'artists', 'plays'] as const) {
    const given = header.dataset?.[count];
    if (given !== undefined) check(`${count} of the report's dataset`, given, zeroOrMore);
  }
}
