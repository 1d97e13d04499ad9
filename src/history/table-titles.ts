import { plainLetters } from './month-names.js';

/** Titles of columns in small letters without spaces, accents and signs, in the order of preference. */
const ARTIST = ['artist', 'artistname', 'trackartist', 'artistnames', 'artists', 'performer'].concat(
  'interpret',
  'kunstler',
  'artiste',
  'artista',
);
const TRACK = ['track', 'trackname', 'tracktitle', 'songtitle', 'songname', 'title', 'name', 'song'].concat(
  'titel',
  'titre',
  'titulo',
  'titolo',
);
const DATE = [
  'uts',
  'timestamp',
  'listenedat',
  'playedat',
  'scrobbledat',
  'date',
  'datetime',
  'time',
  'utctime',
]
  .concat(
    'dateplayed',
    'playdate',
    'scrobbledate',
    'scrobbletime',
    'entrydate',
    'listeningdate',
    'dateandtime',
  )
  .concat('eventstarttimestamp', 'eventendtimestamp', 'datum', 'zeit', 'zeitpunkt', 'fecha', 'data', 'heure');
/** Columns that say a row is more than one play. */
const COUNTS = ['plays', 'playcount', 'scrobbles', 'count', 'listens', 'streams'];

/** The titles in the first row of a table. */
export class TableTitles {
  private readonly plain: readonly string[];

  constructor(readonly titles: readonly string[]) {
    // lastfmstats writes the user's name behind `Date#`.
    this.plain = titles.map((title) => plainLetters(/^date#/i.test(title) ? 'date' : title));
  }

  /** Whether there are columns of all these titles. */
  has(...names: readonly string[]): boolean {
    return names.every((name) => this.plain.includes(name));
  }

  /** Whether a title begins so. */
  hasStart(start: string): boolean {
    return this.plain.some((title) => title.startsWith(start));
  }

  /** The first column that has one of these titles, the first title first. */
  find(names: readonly string[]): number | undefined {
    return this.findAll(names)[0];
  }

  findAll(names: readonly string[]): number[] {
    return names.flatMap((name) => this.plain.flatMap((title, i) => (title === name ? [i] : [])));
  }

  get artist(): number | undefined {
    return this.find(ARTIST);
  }

  get track(): number | undefined {
    return this.find(TRACK);
  }

  get dates(): number[] {
    return this.findAll(DATE);
  }

  get count(): number | undefined {
    return this.find(COUNTS);
  }
}
