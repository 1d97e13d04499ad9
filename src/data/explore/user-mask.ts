import { requireDataset } from '../../engine/matrix/check-interactions.js';
import { readOptions, trueOrFalse } from '../../util/checks.js';
import { DESCRIPTION_WORDS as WORDS } from '../../util/description-words.js';
import { escapeMarkdown } from '../../util/escape.js';
import { fill } from '../../util/fill.js';
import { fillCounted, formatCount } from '../../util/format.js';
import type { Dataset } from '../dataset/dataset.js';
import { columnsOf, type Frame, frame, requireFrame } from '../frame/frame.js';

/** Decides how the users of a dataset appear in what a notebook shows. */
export interface UserMask {
  /** What to call a user. */
  name(user: string): string;
  /** The frame with its column `user` under these names, as column `listener`; without such a column, as it is. */
  frame<Row>(frame: Frame<Row>): Frame;
  /** What {@link list} shows, as a heading in Markdown: whose list, and how much of it. */
  heading<Row>(user: string, frame: Frame<Row>): string;
  /** The head of one user's list, the most played first. */
  list<Row>(frame: Frame<Row>): Frame;
}

/** How much of one user's list is shown: so many artists, and never more than this share of it. */
const MOST_ARTISTS = 10;
const MOST_SHARE = 0.9;

/**
 * Keeps who listens to what out of a notebook, and so out of a report that is given away: users are called
 * `listener 1`, `listener 2`, ... in the order in which the mask first meets them, and of one user's list there are
 * ten artists at most, and nine tenths of it at most.
 *
 * @example
 * const mask = userMask();
 * const fans = await explore.listenersWithFirstChoice(dataset, 'muse');
 * show(mask.frame(fans)); // listener, artist, plays
 * show(mask.list(await explore.userHistory(dataset, columnsOf(fans).user[0])));
 * @param options `includeUsers`: true shows everything as it is; default false. `listenlab run --include-users` sets the
 * notebooks' parameter of this name
 * @returns a mask that remembers whom it has named: one for each notebook
 * @category Report
 */
export function userMask(options: { includeUsers?: boolean } = {}): UserMask {
  const { includeUsers } = readOptions(options, { includeUsers: trueOrFalse }, { includeUsers: false });
  const same = (shown: unknown) => shown as Frame;
  if (includeUsers) {
    const heading = <Row>(user: string, shown: Frame<Row>) => headingOf(user, rowsOf(shown), rowsOf(shown));
    return { name: (user) => user, frame: same, heading, list: same };
  }
  const names = new Map<string, string>();
  const name = (user: string) => {
    const known = names.get(user) ?? fill(WORDS.maskedListener, { number: names.size + 1 });
    names.set(user, known);
    return known;
  };
  return {
    name,
    frame(shown) {
      const columns = columnsIn(shown);
      if (!columns.some(([column]) => column === 'user')) return same(shown);
      return frame(
        Object.fromEntries(
          columns.map(([column, values]) =>
            column === 'user'
              ? ['listener', values.map((user) => (user === null ? null : name(String(user))))]
              : [column, values],
          ),
        ),
      );
    },
    heading: (user, shown) => headingOf(name(user), shownOf(rowsOf(shown)), rowsOf(shown)),
    list(shown) {
      const rows = shownOf(rowsOf(shown));
      const columns = columnsIn(shown);
      return frame(Object.fromEntries(columns.map(([column, values]) => [column, values.slice(0, rows)])));
    },
  };
}

function rowsOf<Row>(shown: Frame<Row>): number {
  requireFrame(shown);
  return shown.shape[0];
}

/** How many rows of a list are shown. */
function shownOf(rows: number): number {
  return Math.min(MOST_ARTISTS, Math.floor(MOST_SHARE * rows));
}

function headingOf(name: string, shown: number, rows: number): string {
  const sentence = shown === 0 ? WORDS.shortList : shown === rows ? WORDS.wholeList : WORDS.mostOfList;
  return fillCounted(sentence, rows, { who: escapeMarkdown(name), shown: formatCount(shown) });
}

function columnsIn<Row>(shown: Frame<Row>): [string, unknown[]][] {
  return Object.entries(columnsOf(shown));
}

/**
 * The names by which users of a dataset can be found in other text: those of eight characters or more that are no
 * artist's name too. Shorter ones, such as the numbers of HetRec, may be anything.
 *
 * @example await explore.tellingUserNames(await openDataset('lastfm-360k')) // 359,347 hashes
 * @param dataset as it was opened, or cleaned
 * Cost: one pass over the names, not over the plays.
 */
export async function tellingUserNames(dataset: Dataset): Promise<string[]> {
  requireDataset(dataset);
  const [users, artists] = dataset.cleaned ? ['users', 'artists'] : ['source_users', 'source_artists'];
  const { columns } = await dataset.query(
    `SELECT DISTINCT "user" FROM ${users} WHERE length("user") >= 8
    AND lower("user") NOT IN (SELECT lower(artist) FROM ${artists} WHERE artist IS NOT NULL)`,
  );
  return columns.user as string[];
}
