import { formatCount } from '../../../util/format.js';
import { DateColumn, plainLetters } from '../../dataset/read/dates.js';
import { joinedTime } from '../../dataset/read/listen-times.js';
import { type Listen, listenOf, REASONS, type Row } from '../listen.js';
import type { TableRecord } from './csv-rows.js';
import type { TableLayout } from './find-columns.js';

/** How much of an unreadable date is shown. */
const EXAMPLE_SHOWN = 40;

/** What a row has besides its date. */
interface Play {
  readonly artist: string;
  readonly track: string;
  readonly user: string | undefined;
  readonly date: string;
  /** undefined where each row is a play and says no more. */
  readonly played: Pick<Listen, 'milliseconds' | 'plays'> | undefined;
}

/** The plays of a table: gathered first, as only all of its dates tell whether the day or the month comes first. */
export class TablePlays {
  private readonly gathered: (Play | string)[] = [];
  private readonly lines: number[] = [];
  private readonly dates = new DateColumn();
  private brokenLine: number | undefined;
  private isHeaderNext: boolean;

  /** @param decimal what stands before decimals where a comma or a point may stand between thousands, too */
  constructor(
    private readonly layout: TableLayout,
    private readonly decimal: '.' | ',',
  ) {
    this.isHeaderNext = layout.header !== undefined;
  }

  get length(): number {
    return this.gathered.length;
  }

  add(records: readonly TableRecord[]): void {
    for (const record of records) {
      if (this.isHeaderNext) this.isHeaderNext = false;
      else this.addRecord(record);
    }
  }

  private addRecord({ line, cells }: TableRecord): void {
    if (!cells) this.brokenLine ??= line;
    const play = cells ? this.playOf(cells) : REASONS.form;
    this.gathered.push(play);
    this.lines.push(line);
    this.dates.add(typeof play === 'string' ? '' : play.date);
  }

  private playOf(cells: readonly string[]): Play | string {
    const { artist, track, date, clock, user, media, mark, duration, count, isDescription, header } =
      this.layout;
    if (cells.length <= Math.max(artist, date)) return REASONS.form;
    // A delimiter too many shifts the cells behind it: which is which is not known.
    if (header && cells.slice(header.length).some((cell) => cell.trim() !== '')) return REASONS.form;
    // Files that were put together have their header twice.
    if (header?.[artist] === cells[artist] && header[date] === cells[date]) return REASONS.form;
    const other = media === undefined ? undefined : otherThanMusic(cells[media]);
    if (other !== undefined) return other;
    if (mark && !mark.plays.includes(cells[mark.column]?.trim() ?? '')) return REASONS.skipped;
    const plays = count === undefined ? 1 : Number(cells[count]);
    if (!(Number.isInteger(plays) && plays >= 0)) return REASONS.form;
    if (plays === 0) return REASONS.skipped;
    const name = isDescription
      ? described(cells[artist])
      : { artist: cells[artist], track: cells[track ?? -1] };
    const played = duration && readDuration(cells[duration.column] ?? '', duration.unit, this.decimal);
    const milliseconds = played === undefined ? undefined : played / plays;
    const isPlain = milliseconds === undefined && plays === 1;
    return {
      artist: name.artist,
      track: name.track ?? '',
      user: user === undefined ? undefined : cells[user],
      date: clock === undefined ? cells[date] : joinedTime(cells[date], cells[clock] ?? ''),
      played: isPlain ? undefined : { milliseconds, plays },
    };
  }

  *rows(): Generator<Row> {
    for (const [i, play] of this.gathered.entries()) {
      if (typeof play === 'string') yield play;
      else yield this.isPlaying(i) ? REASONS.playing : this.listenAt(i, play);
    }
  }

  /** What is playing has no date yet and is the newest row, the first or the last, beside one with a date. */
  private isPlaying(i: number): boolean {
    const last = this.gathered.length - 1;
    const hasDate = (play: Play | string) => typeof play !== 'string' && play.date.trim() !== '';
    if ((i !== 0 && i !== last) || last === 0) return false;
    return !hasDate(this.gathered[i]) && hasDate(this.gathered[i === 0 ? 1 : last - 1]);
  }

  private listenAt(i: number, { artist, track, user, date, played }: Play): Row {
    const row = listenOf(artist, track, { time: this.dates.time(i), date }, played);
    return typeof row === 'string' || user === undefined ? row : { ...row, user };
  }

  lineOf(row: number): number {
    return this.lines[row];
  }

  /** By what the columns were known. */
  why(): string {
    const { order } = this.dates;
    return order === undefined || order === 'unclear' ? this.layout.why : `${this.layout.why}, ${order}`;
  }

  notes(): string[] {
    const { unclearExample, unreadableExample } = this.dates;
    const notes: string[] = [];
    if (unclearExample !== undefined) {
      notes.push(
        `does not show whether the day or the month comes first in dates such as '${unclearExample}'; their plays count, without a date`,
      );
    }
    if (unreadableExample !== undefined) {
      const example = unreadableExample.replace(/\s+/g, ' ').slice(0, EXAMPLE_SHOWN);
      notes.push(`has dates that cannot be read, such as '${example}'; their plays count, without a date`);
    }
    if (this.brokenLine !== undefined) {
      notes.push(`has quotes that do not close, first in line ${formatCount(this.brokenLine)}`);
    }
    return notes;
  }
}

/** Why a row of this media type is not a play; undefined where it is one, or the type is not given. */
function otherThanMusic(kind: string | undefined): string | undefined {
  const name = plainLetters(kind ?? '');
  if (['video', 'musicvideo'].includes(name)) return REASONS.video;
  if (['podcast', 'podcastepisode', 'episode'].includes(name)) return REASONS.podcast;
  return name === 'audiobook' ? REASONS.audiobook : undefined;
}

function described(text: string): Pick<Play, 'artist' | 'track'> {
  const at = text.indexOf(' - ');
  return at < 0 ? { artist: '', track: text } : { artist: text.slice(0, at), track: text.slice(at + 3) };
}

const SECOND = 1000;

/** 3:20, 00:02, 1:02:03 and 0:03:20.5. */
const CLOCK = /^(?:(\d+):)?(\d+):(\d\d(?:[.,]\d+)?)$/;
const LEADING_NUMBER = /^[+-]?\d[\d.,'’\s]*(e[+-]?\d+)?/i;
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  sec: SECOND,
  sek: SECOND,
  seconds: SECOND,
  min: 60 * SECOND,
};

/**
 * How long something was played, in milliseconds, as exporters write it: 200, 200.5, 200,5, 1,200, 200 s, 3:20 or
 * 1:02:03; undefined where a text says nothing of the kind.
 *
 * @param unit how many milliseconds a number counts that has no unit of its own
 * @param decimal what stands before decimals where a number such as 1,200 may be a little or a thousand
 */
function readDuration(given: string, unit: number, decimal: '.' | ','): number | undefined {
  const text = given.trim();
  const clock = CLOCK.exec(text);
  if (clock) {
    const [hours, minutes, seconds] = [clock[1] ?? '0', clock[2], clock[3].replace(',', '.')].map(Number);
    return (hours * 3600 + minutes * 60 + seconds) * SECOND;
  }
  const [digits = ''] = LEADING_NUMBER.exec(text) ?? [];
  const written = text.slice(digits.length).trim().toLowerCase().replace(/\.$/, '');
  const factor = written === '' ? unit : UNITS[written];
  const number = digits === '' ? Number.NaN : numberOf(digits.replace(/['’\s]/g, ''), decimal);
  return factor === undefined || !Number.isFinite(number) ? undefined : number * factor;
}

/** Of two kinds of marks the last stands before decimals; one that comes again, or before three digits, need not. */
function numberOf(text: string, decimal: '.' | ','): number {
  const marks: readonly string[] = text.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  if (last === undefined) return Number(text);
  const isAgain = marks.indexOf(last) < marks.length - 1;
  const isThousands = marks.length === 1 && last !== decimal && /^[+-]?\d{1,3}[.,]\d{3}$/.test(text);
  if (isAgain || isThousands) return Number(text.replace(/[.,]/g, ''));
  const other = last === '.' ? ',' : '.';
  return Number(text.replaceAll(other, '').replace(last, '.'));
}
