import type { Command } from 'commander';
import type { ArtistMatches } from '../data/history/match-artists.js';
import type { ListeningHistory } from '../data/history/read-listening-history.js';
import { skippedPlaces } from '../data/history/tally.js';
import { printable } from '../notebook/display/draw-table.js';
import { formatCount, formatPlural } from '../util/format.js';
import type { Context, Output } from './context.js';
import { addModelChoice, chosenModel, describeModel, type ModelChoice } from './model-choice.js';
import { countOf, daysOf, numberOrText } from './settings.js';
import { plainTable, scoreTable } from './table.js';

const HELP = `
PATH is the export of a music service, as it was downloaded (zip), unpacked (folder) or one file of it:
  Spotify       spotify.com/account/privacy, "Download your data": account data (the last year) or
                extended streaming history (all years). The zip arrives by email.
  Last.fm       a CSV or JSON of scrobbles from lastfm.ghan.nl/export, benjaminbenben.com/lastfm-to-csv or
                lastfmstats.com
  ListenBrainz  listenbrainz.org/settings/export
  YouTube Music takeout.google.com, the history of "YouTube and YouTube Music" as JSON
  Apple Music   privacy.apple.com; "Apple Music - Play History Daily Tracks.csv" of the export
  Tidal         the CSV of the streaming history in its export
  Deezer        the sheet 10_listeningHistory of its export, saved as CSV
Files may be compressed with gzip, such as scrobbles.csv.gz. Any other CSV works if its first line names the
columns artist, track and date and each row is one play. Everything stays on this machine. --explain shows how each
file was identified, and which were ignored; it needs no model.

Artists are matched regardless of case, accents and punctuation. Those that the model does not know are left out.
The model is not retrained: your plays are folded in. If it knows fewer than four of your artists, and was trained
with a regularization exponent above 0 as tune finds it, a larger regularization is used for you, which finds more of
what listeners of so few artists play. With --half-life 180 a play half a year before your last one counts for half, one
a year before it for a quarter: for what suits you now.

Examples:
  npx listenlab my-music my_spotify_data.zip --dataset lastfm-2k --weighting log --alpha 1
  npx listenlab my-music scrobbles.csv --model 2k.model --count 10 --json
  npx listenlab my-music my_spotify_data.zip --explain`;

/** At most this many ignored files are listed; --json has all of them. */
const LEFT_ALONE_SHOWN = 20;
/** At most this many unknown artists are listed; --json has all of them. */
const UNMATCHED_SHOWN = 10;

interface MyMusicValues extends ModelChoice {
  readonly count: string;
  readonly minimumSeconds: string;
  readonly halfLife?: string;
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** `listenlab my-music PATH`. */
export function addMyMusicCommand(program: Command, context: Context): void {
  const command = program
    .command('my-music')
    .description('recommend artists to you, from the export of your own music service')
    .argument('<path>', 'the export: a zip, a folder or a file')
    .option('--count <number>', 'how many', '20')
    .option('--minimum-seconds <number>', 'shorter plays do not count, if the export has durations', '30')
    .option('--half-life <days>', 'count a play for half after so many days before your last one')
    .option('--explain', 'show how each file was identified, and why, without recommending anything')
    .option('--json', 'print one JSON document');
  addModelChoice(command)
    .addHelpText('after', HELP)
    .action((path: string, values: MyMusicValues) => myMusic(path, values, context));
}

async function myMusic(path: string, values: MyMusicValues, context: Context): Promise<void> {
  const { output, progress, signal } = context;
  const count = countOf(values.count);
  const minimumSeconds = numberOrText(values.minimumSeconds) as number;
  const halfLife = values.halfLife === undefined ? undefined : daysOf(values.halfLife);
  const [{ readListeningHistory }, { matchArtists }] = await Promise.all([
    import('../data/history/read-listening-history.js'),
    import('../data/history/match-artists.js'),
  ]);
  // Read first: a mistyped path is reported before training.
  const history = await readListeningHistory(path, {
    minimumSeconds,
    halfLife,
    signal,
    onProgress: progress.update,
  });
  progress.stop();
  if (values.explain) return explainFiles(history, values, output);
  const model = await chosenModel(values, context, 'my-music');
  const matches = await matchArtists(history, model.artists, { signal, onProgress: progress.update });
  progress.stop();
  const recommendations = model.foldIn(matches.plays).recommend({ count });
  if (values.json) {
    const { plays, ...read } = history;
    const { matched, unmatched, share } = matches;
    return output.printJson({
      history: { ...read, artists: plays.length, share, matched, unmatched },
      recommendations,
      training: model.training,
    });
  }
  output.print(`${describeHistory(history, matches)}\n`);
  output.print(`Recommended to you (${describeModel(model)})\n`);
  output.print(scoreTable('score', recommendations));
  output.print(`\n${describeUnmatched(matches)}`);
}

/** What each file was recognised as, and which were ignored. */
function explainFiles(history: ListeningHistory, values: MyMusicValues, output: Output): void {
  const { plays, ...read } = history;
  if (values.json) {
    output.printJson({ history: { ...read, artists: plays.length } });
    return;
  }
  output.print(`${describePlays(history)}\n`);
  for (const { file, source, why, rows } of history.files) {
    output.print(`${printable(file)}\n  ${source}, ${formatPlural(rows, 'row')}: ${printable(why)}`);
  }
  const { leftAlone } = history;
  for (const { file, why } of leftAlone.slice(0, LEFT_ALONE_SHOWN)) {
    output.print(`${printable(file)}\n  ignored: ${printable(why)}`);
  }
  const more = leftAlone.length - LEFT_ALONE_SHOWN;
  if (more > 0) output.print(`… ${formatPlural(more, 'more file')} ignored`);
}

/** The plays, and what was not counted, one line each. */
function describePlays({
  source,
  files,
  counted,
  undated,
  plays,
  from,
  to,
  skipped,
  notes,
}: ListeningHistory): string {
  const span = from && to ? `, ${dayOf(from)} to ${dayOf(to)}` : '';
  const unknown = undated > 0 ? `, ${formatCount(undated)} of them without a readable date` : '';
  const lines = [
    `${source}: ${formatPlural(counted, 'play')} of ${formatPlural(plays.length, 'artist')}${span}${unknown}`,
  ];
  if (skipped.length > 0) {
    const reasons = skipped.map(
      (rows) =>
        `${rows.reason} (${formatPlural(rows.rows, 'row')}: ${printable(skippedPlaces(rows, files.length))})`,
    );
    lines.push(`Not counted: ${reasons.join(', ')}`);
  }
  return [...lines, ...notes.map(printable)].join('\n');
}

function describeHistory(history: ListeningHistory, { matched, share }: ArtistMatches): string {
  const lines = [describePlays(history)];
  const looked = history.leftAlone.filter(({ isOpened }) => isOpened).length;
  if (looked > 0) lines.push(`Ignored: ${formatPlural(looked, 'file')} without plays; --explain says why`);
  lines.push(
    `The model knows ${formatCount(matched.length)} of the artists, with ${(100 * share).toFixed(1)}% of the plays`,
  );
  return lines.join('\n');
}

function describeUnmatched({ unmatched }: ArtistMatches): string {
  if (unmatched.length === 0) return 'The model knows all of your artists.';
  const shown = unmatched.slice(0, UNMATCHED_SHOWN);
  const table = plainTable({
    artist: shown.map(({ artist }) => artist),
    plays: shown.map(({ plays }) => (Number.isInteger(plays) ? formatCount(plays) : plays.toFixed(1))),
    'did you mean': shown.map(({ nearest }) => nearest ?? ''),
  });
  const more =
    unmatched.length > shown.length ? `\n… ${formatCount(unmatched.length - shown.length)} more` : '';
  return `Not known to the model, most played first\n\n${table}${more}`;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
