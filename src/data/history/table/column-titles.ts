import { plainLetters } from '../../dataset/read/dates.js';

// Titles of columns in small letters without spaces, accents and signs, in the order of preference.
const ARTIST = words(
  'artist artistname trackartist artistnames artists performer interpret kunstler artiste artista artiest',
  'mainartist primaryartist albumartist',
);
const TRACK = words(
  'track trackname tracktitle songtitle songname title name song titel titre titulo titolo nummer',
);
const DATE = words(
  'uts timestamp timestampms listenedat playedat scrobbledat date datetime dateandtime time dateplayed playdate',
  'playedon scrobbledate scrobbletime datescrobbled listentime listendate listeningdate datelistened entrydate',
  'eventstarttimestamp eventendtimestamp datum zeit zeitpunkt datumundzeit uhrzeit fecha data hora heure horodatage',
);
/** Columns that say a row is more than one play. */
const COUNTS = words('plays playcount scrobbles count listens streams');
/** How long a row was played; `duration` and `length` are those of the track. */
const SECONDS_PLAYED = words(
  'listeningtime consumptiondurationinseconds consumptionduration secondsplayed playedseconds playduration',
  'playdurationseconds streamduration streamdurationseconds listenduration durationplayed timeplayed playtime',
);
const MILLISECONDS_PLAYED = words(
  'streamdurationms playdurationms playdurationmilliseconds listeningtimems millisecondsplayed playedms',
);
/** What a row is of: a track, or something else. */
const MEDIA = words('mediatype producttype contenttype itemtype type');
/** What may stand beside artists and dates in a list of plays that names no tracks; '' is the number of a row. */
const BESIDE = ['', ...words('user username artistmbid mbid')];
/** lastfmstats writes the user's name behind `Date#`. */
const DATE_OF_USER = /^date#.*/i;
/** `utc_time` and `Date (UTC)` are a time and a date. */
const ZONES = /(?<![a-z])(utc|gmt|unix|iso|epoch)(?![a-z])/gi;

/** The titles in the first row of a table. */
export class TableTitles {
  private readonly plain: readonly string[];

  constructor(readonly titles: readonly string[]) {
    this.plain = titles.map((title) => plainLetters(title.replace(DATE_OF_USER, 'date').replace(ZONES, '')));
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

  /** Whether nothing but artists and dates is told, and whose they are. */
  get areArtistsAndDates(): boolean {
    return this.plain.every((title) => [ARTIST, DATE, BESIDE].some((titles) => titles.includes(title)));
  }

  /** The column that says how long a row was played, and how many milliseconds its unit has. */
  get duration(): { column: number; unit: number } | undefined {
    const [seconds, milliseconds] = [this.find(SECONDS_PLAYED), this.find(MILLISECONDS_PLAYED)];
    if (milliseconds !== undefined) return { column: milliseconds, unit: 1 };
    return seconds === undefined ? undefined : { column: seconds, unit: 1000 };
  }

  get media(): number | undefined {
    return this.find(MEDIA);
  }

  get count(): number | undefined {
    return this.find(COUNTS);
  }
}

function words(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' '));
}
