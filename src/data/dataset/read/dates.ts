/** In which order a column writes day and month; 'unclear' where no date of it tells, or two contradict each other. */
type DayOrder = 'day first' | 'month first' | 'unclear';

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

/** A date such as 01/03/2015, of which only other dates of its column can tell where the day is. */
interface UnclearDate {
  /** The number that is written first. */
  readonly first: number;
  readonly second: number;
  readonly year: number;
  /** The time of day, in milliseconds; less what a zone is ahead of UTC. */
  readonly clock: number;
}

/** What a text says: milliseconds since 1970 (UTC), a date that needs its column, or nothing (NaN). */
type ReadDate = number | UnclearDate;

const CLOCK = String.raw`(?:(?:T|t|,|\s+at|\s+um|\s+à)?\s*(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<seconds>\d\d(?:[.,]\d+)?))?\s*(?<half>[AaPp]\.?\s?[Mm]\.?)?)?`;
const ZONE = String.raw`(?:\s*(?<zone>Z|z|UTC|GMT)?\s*(?<offset>[+-]\d\d(?::?\d\d)?)?(?:\s*\([^)]*\))?)?`;
const WEEKDAY = String.raw`(?:\p{L}+\.?,?\s+)?`;

const form = (date: string) => new RegExp(`^${date}${CLOCK}${ZONE}$`, 'u');
/** 2015-01-31, 2015/01/31, 20150131. */
const YEAR_FIRST = form(String.raw`(?<year>\d{4})(?<mark>[-/.]?)(?<month>\d\d)\k<mark>(?<day>\d\d)`);
/** 31.01.2015: with points, the day comes first. */
const WITH_POINTS = form(String.raw`(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>\d{4})`);
/** 31/01/2015 or 1/31/2015, also with dashes. */
const WITH_SLASHES = form(String.raw`(?<first>\d{1,2})(?<mark>[-/])(?<second>\d{1,2})\k<mark>(?<year>\d{4})`);
/** 31 Jan 2015, 31. Januar 2015, 31-Jan-2015, Sat, 31 Jan 2015. */
const DAY_MONTH = form(
  String.raw`${WEEKDAY}(?<day>\d{1,2})(?:\.|st|nd|rd|th)?[\s-]\s*(?:de\s+)?(?<word>\p{L}+)\.?[\s,-]\s*(?:de\s+)?(?<year>\d{4})`,
);
/** January 31, 2015; Sat Jan 31 2015. */
const MONTH_DAY = form(
  String.raw`${WEEKDAY}(?<word>\p{L}+)\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})`,
);

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, as whole numbers or floats. */
const SINCE_1970 = /^(\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(\.\d+)?$/;
const DAY = 86_400_000;
/** So many characters have no date of any form. */
const LONGEST = 80;

/** Reads dates as exporters write them. Those that do not say their zone are taken for UTC. */
export class DateReader {
  private readonly months = monthNumbers();

  read(given: string): ReadDate {
    const text = given.trim();
    if (text === '' || text.length > LONGEST) return Number.NaN;
    const digits = SINCE_1970.exec(text);
    if (digits) return sinceEpoch(digits[1], digits[2]);
    for (const pattern of [YEAR_FIRST, WITH_POINTS, DAY_MONTH, MONTH_DAY, WITH_SLASHES]) {
      const groups = pattern.exec(text)?.groups;
      if (groups) return this.dateOf(groups);
    }
    return Number.NaN;
  }

  private dateOf(groups: Record<string, string | undefined>): ReadDate {
    const clock = clockOf(groups);
    const year = Number(groups.year);
    if (groups.first !== undefined) {
      const [first, second] = [Number(groups.first), Number(groups.second)];
      if (Math.min(first, second) > 12 || Number.isNaN(clock)) return Number.NaN;
      if (first === second) return atDay(year, first, second) + clock;
      return { first, second, year, clock };
    }
    const month =
      groups.word === undefined ? Number(groups.month) : this.months.get(plainLetters(groups.word));
    return month === undefined ? Number.NaN : atDay(year, month, Number(groups.day)) + clock;
  }
}

/** Whether a date says the time of day, without which nobody's plays are listed. */
export function hasClock(text: string): boolean {
  return /\d:\d\d/.test(text) || SINCE_1970.test(text.trim());
}

/** Whether a text is plainly something other than a date: a year, a price, how long a track is. */
export function isNoDate(text: string): boolean {
  return /^(\d{1,8}([.,]\d+)?|\d{1,3}:\d\d(:\d\d)?)$/.test(text.trim());
}

/** The start of a day; NaN for 31 February. */
function atDay(year: number, month: number, day: number): number {
  // Date.UTC takes the year 1, with which .NET says that there is no date, for 1901.
  const time = new Date(0).setUTCFullYear(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : Number.NaN;
}

function sinceEpoch(digits: string, fraction = ''): number {
  const perMillisecond =
    10 ** (digits.length <= 10 ? -3 : digits.length <= 13 ? 0 : digits.length <= 16 ? 3 : 6);
  return Math.floor(Number(digits + fraction) / perMillisecond);
}

function clockOf({ hour, minute, seconds, half, offset }: Record<string, string | undefined>): number {
  if (hour === undefined) return 0;
  let hours = Number(hour);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return Number.NaN;
    hours = (hours % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  const [m, s] = [Number(minute), Number((seconds ?? '0').replace(',', '.'))];
  if (hours > 24 || m > 59 || s >= 61) return Number.NaN;
  const clock = Math.floor((hours * 3600 + m * 60 + s) * 1000);
  return clock - offsetOf(offset);
}

/** What a zone such as +01:00 is ahead of UTC. */
function offsetOf(offset: string | undefined): number {
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(offset ?? '');
  if (!parts) return 0;
  const ahead = (Number(parts[2]) / 24 + Number(parts[3] ?? 0) / 1440) * DAY;
  return Math.round(parts[1] === '-' ? -ahead : ahead);
}

/** Languages in whose words exporters write months. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'pl'];

/** Numbers of months, from 1, by their names and abbreviations: `jan`, `january`, `marz`, `mai`, `dez`. */
function monthNumbers(): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const language of LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { day: 'numeric', month, timeZone: 'UTC' });
      for (let i = 0; i < 12; i++) {
        const parts = format.formatToParts(Date.UTC(2024, i, 1));
        const name = plainLetters(parts.find(({ type }) => type === 'month')?.value ?? '');
        if (!numbers.has(name)) numbers.set(name, i + 1);
      }
    }
  }
  numbers.set('sept', 9);
  return numbers;
}

/** Small letters without accents and points, as months and titles of columns are compared. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
