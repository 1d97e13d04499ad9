import { atDay, DateReader, type ReadDate, type UnclearDate } from './read-date.js';

/** In which order a column writes day and month; 'unclear' where no date of it tells, or two contradict each other. */
export type DayOrder = 'day first' | 'month first' | 'unclear';

/**
 * The dates of a column. Of 01/03/2015 nobody can tell whether it is in January or in March: a 31/03/2015 elsewhere in
 * the column can.
 */
export class DateColumn {
  private readonly reader = new DateReader();
  private readonly dates: ReadDate[] = [];
  private dayFirst = false;
  private monthFirst = false;
  /** The first date whose day and month could be either. */
  private example: string | undefined;
  /** The first text that is no date of any form. */
  unreadableExample: string | undefined;

  add(text: string): void {
    const date = this.reader.read(text);
    this.dates.push(date);
    if (typeof date === 'number') {
      if (Number.isNaN(date) && text.trim() !== '') this.unreadableExample ??= text.trim();
      return;
    }
    this.dayFirst ||= date.first > 12;
    this.monthFirst ||= date.second > 12;
    if (date.first <= 12 && date.second <= 12) this.example ??= text.trim();
  }

  /** Whether the text that was added as number i is a date, and none before `earliest` (milliseconds since 1970). */
  isDate(i: number, earliest: number): boolean {
    const date = this.dates[i];
    return typeof date === 'object' || date >= earliest;
  }

  /** undefined where no date depends on it. */
  get order(): DayOrder | undefined {
    if (this.dayFirst !== this.monthFirst) return this.dayFirst ? 'day first' : 'month first';
    return this.dayFirst || this.example !== undefined ? 'unclear' : undefined;
  }

  /** A date that cannot be read because its day and month could be either. */
  get unclearExample(): string | undefined {
    return this.order === 'unclear' ? this.example : undefined;
  }

  /** Milliseconds since 1970 of the date that was added as number i; NaN where it cannot be read. */
  time(i: number): number {
    const date = this.dates[i];
    return typeof date === 'number' ? date : this.timeOf(date);
  }

  private timeOf({ first, second, year, clock }: UnclearDate): number {
    // Above 12, a number tells its own date even where others contradict it.
    const isDayFirst = first > 12 || (second <= 12 && this.order === 'day first');
    const isMonthFirst = second > 12 || this.order === 'month first';
    if (!isDayFirst && !isMonthFirst) return Number.NaN;
    return (isDayFirst ? atDay(year, second, first) : atDay(year, first, second)) + clock;
  }
}
