import { escapeHtml, unescapeHtml } from '../../../util/escape.js';
import { timeElement } from '../../page/elements.js';
import type { Numbering } from '../caption.js';
import { fill, type ReportWords } from '../language/words.js';
import type { OutlineNotebook } from '../outline.js';
import type { ReportSummary } from '../summary.js';
import { claimOf, type Finding, findingsIn, renderFindings, renderSupport } from './findings.js';
import type { ReportHeader } from './header.js';
import {
  evidenceOfNumbers,
  headlineOf,
  headlineSentences,
  metricsIn,
  numbersAtTop,
  renderNumbers,
  type ShownNumber,
} from './numbers.js';
import { renderCoverPicture } from './picture.js';
import { type NotebookSetting, renderSettings, settingsByName, settingsIn } from './settings.js';

/** A report that gets a cover. */
interface Covered {
  readonly header: ReportHeader;
  readonly outline: OutlineNotebook[];
  readonly numbering: Numbering;
  /** The ids of failed outputs. */
  readonly failures: readonly string[];
  /** A picture's data URL; undefined: none. */
  readonly logo: string | undefined;
}

/** What the top of a page is made from. */
interface CoverParts extends Pick<Covered, 'header' | 'failures' | 'logo'> {
  /** The title of the page; see {@link titleOf}. */
  readonly title: string;
  readonly numbers: readonly ShownNumber[];
  readonly evidences: ReturnType<typeof evidenceOfNumbers>;
  /** The best first. */
  readonly findings: readonly Finding[];
  /** HTML, or empty. */
  readonly picture: string;
  readonly settings: readonly NotebookSetting[];
}

/** The top of a report, and what other pages say of it. */
interface Cover {
  readonly title: string;
  /** HTML. */
  readonly cover: string;
  readonly summary: ReportSummary;
}

export function makeCover(covered: Covered, words: ReportWords): Cover {
  const { outline, numbering, failures, logo } = covered;
  const header = withoutEmptyTitle(covered.header);
  const notebooks = outline.map(({ named }) => named);
  const findings = findingsIn(outline, numbering, words);
  const title = titleOf(header, findings, outline, words);
  const headline = headlineOf(notebooks);
  const numbers = numbersAtTop(headline, words);
  const evidences = evidenceOfNumbers(outline, numbering);
  // The header names the dataset for people.
  const settings = settingsIn(notebooks, words.language).filter(
    ({ name }) => !(header.dataset && name === 'dataset'),
  );
  const picture = renderCoverPicture(outline, numbering, words);
  const { author, dataset, generatedAt } = header;
  return {
    title,
    cover: renderCover(
      { header, title, numbers, evidences, findings, picture, settings, failures, logo },
      words,
    ),
    summary: {
      title,
      author,
      dataset: dataset && { title: dataset.title, simulated: dataset.simulated },
      generatedAt,
      notebooks: outline.map(({ name }) => name),
      failures: failures.length,
      headline: headlineSentences(headline, words),
      settings: settingsByName(settings, notebooks),
      metrics: metricsIn(headline),
    },
  };
}

/** A title of blanks is none: a page without one could not be told from others. */
function withoutEmptyTitle({ title, ...header }: ReportHeader): ReportHeader {
  return title === undefined || title.trim() === '' ? header : { title, ...header };
}

/** A report's title, where the author gave none: what it has found, or else what it is about. */
function titleOf(
  { title, dataset }: ReportHeader,
  findings: readonly Finding[],
  outline: readonly OutlineNotebook[],
  words: ReportWords,
): string {
  const given = title ?? claimOf(findings);
  if (given !== undefined) return given;
  const [only] = outline;
  if (outline.length === 1 && only.titled) return unescapeHtml(only.titleHtml);
  if (dataset) return fill(words.plainTitle, { dataset: dataset.title });
  const names = outline.map(({ name }) => name);
  const all = names.join(', ');
  if (all.length <= LONGEST_LIST || names.length === 1) return all;
  const [first, last] = [names[0], names[names.length - 1]].map(shortened);
  return fill(words.titleOfNotebooks, { count: String(names.length), first, last });
}

/** More names of files than fill a line are no title. */
const LONGEST_LIST = 60;
const LONGEST_NAME = 30;

function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= LONGEST_NAME ? name : `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

/**
 * The top of the page: what was found, in a title, three numbers, three findings and a picture; then who made it, when,
 * and from what. It is plain HTML, which mail programs show as well.
 */
function renderCover(parts: CoverParts, words: ReportWords): string {
  const { header, title, findings, numbers, evidences, picture, settings, failures, logo } = parts;
  // The title has said what the best finding claims; what supports it is under the title.
  const isClaimed = header.title === undefined && claimOf(findings) !== undefined;
  const [best, ...others] = findings;
  const found = renderFindings(isClaimed ? others : findings, words);
  const html = [
    failures.length > 0 ? failureNotice(failures, words) : '',
    logo ? `<img class="logo" src="${escapeHtml(logo)}" alt="">` : '',
    `<h1>${escapeHtml(title)}</h1>`,
    header.subtitle ? `<p class="lead">${escapeHtml(header.subtitle)}</p>` : '',
    isClaimed ? `<div class="lead">${renderSupport(best)}</div>` : '',
    header.dataset?.simulated ? simulatedNotice(words) : '',
    renderNumbers(numbers, evidences, words),
    found || picture ? `<div class="found">\n${found}\n${picture}\n</div>` : '',
    `<dl class="facts">\n${factsOf(header, words).join('\n')}\n</dl>`,
    renderRun(header.facts ?? {}, settings, words),
  ];
  return `<header class="cover" id="page_top">\n${html.filter((part) => part !== '').join('\n')}\n</header>`;
}

/** The top of a page that has no cover: what a reader must know. */
export function renderNotices(
  { dataset }: ReportHeader,
  failures: readonly string[],
  words: ReportWords,
): string {
  const html = [
    failures.length > 0 ? failureNotice(failures, words) : '',
    dataset?.simulated ? simulatedNotice(words) : '',
  ];
  return `<div class="notices" id="page_top">${html.join('')}</div>`;
}

function simulatedNotice({ simulatedTitle, simulated }: ReportWords): string {
  return `<p class="notice simulated"><strong>${escapeHtml(simulatedTitle)}</strong> ${escapeHtml(simulated)}</p>`;
}

function failureNotice(ids: readonly string[], words: ReportWords): string {
  const failed = escapeHtml(fill(words.cellsFailed, { count: ids.length }));
  return `<p class="notice failed" role="alert"><strong>${failed}</strong> ${escapeHtml(words.whatRan)} <a href="#${ids[0]}">${escapeHtml(words.showError)}</a></p>`;
}

/** Who made it, from what, and when. */
function factsOf({ dataset, author, generatedAt }: ReportHeader, words: ReportWords): string[] {
  const count = (name: string, value: number | undefined) =>
    value === undefined ? [] : [fact(name, new Intl.NumberFormat(words.language).format(value))];
  return [
    ...(author ? [fact(words.author, escapeHtml(author))] : []),
    ...(dataset ? [fact(words.dataset, escapeHtml(dataset.title))] : []),
    ...count(words.listeners, dataset?.listeners),
    ...count(words.artists, dataset?.artists),
    ...count(words.plays, dataset?.plays),
    fact(words.generated, timeElement(generatedAt, words.language)),
  ];
}

function fact(name: string, html: string): string {
  return `<div><dt>${escapeHtml(name)}</dt><dd>${html}</dd></div>`;
}

/** How the notebooks ran, folded: their settings, and further facts. */
function renderRun(
  facts: Record<string, string>,
  settings: readonly NotebookSetting[],
  words: ReportWords,
): string {
  const entries = Object.entries(facts).map(([name, value]) => fact(name, escapeHtml(value)));
  const list = entries.length > 0 ? `<dl class="facts">\n${entries.join('\n')}\n</dl>` : '';
  const table = renderSettings(settings, words);
  if (list === '' && table === '') return '';
  return `<details class="run-settings">
<summary>${escapeHtml(words.settings)}</summary>
${table}${list}
</details>`;
}
