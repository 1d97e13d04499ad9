import { CHART_WORDS } from '../../../util/chart-words.js';
import { DESCRIPTION_WORDS } from '../../../util/description-words.js';
import { FINDING_WORDS } from '../../../util/finding-words.js';
import { FIGURE_WORDS } from '../../display/figure-words.js';
import { PANEL_WORDS } from '../../page/panel-words.js';
import { TABLE_WORDS } from '../../page/table/table-words.js';

/**
 * The words of ours in a report, in English. A new one goes here and into the tables of other languages; `{name}` is
 * filled in by `fill`. No sentence depends on a number: languages differ in their plurals.
 */
export const ENGLISH = {
  /** BCP 47; the page's `lang`, and how its numbers and dates are written. */
  language: 'en',

  skip: 'Skip to the report',
  contents: 'Contents',
  search: 'Search',
  searchContents: 'Search headings, figures and tables',
  searchFound: 'Found: {count}',
  searchFoundNone: 'No heading, figure or table has this.',
  detail: 'Detail',
  brief: 'Brief',
  full: 'Full',
  previousNotebook: 'Previous notebook',
  nextNotebook: 'Next notebook',
  backToTop: 'Back to top',
  sectionsOf: 'Sections of {title}',
  showAllCode: 'Show all code',
  dark: 'Dark',
  madeWith: 'Made with listenlab. This page is complete: it works offline and loads nothing.',
  licences: 'Licences of the parts inside',

  simulatedTitle: 'Simulated data.',
  simulated: 'The artists are real; the listeners and their plays were generated.',
  /** The title of a report that claims nothing. */
  plainTitle: 'What people listen to: {dataset}',
  /** The title of a report without data, of more than one notebook. */
  titleOfNotebooks: '{count} notebooks, from {first} to {last}',
  dataset: 'Dataset',
  author: 'Author',
  generated: 'Generated',
  listeners: 'Listeners',
  artists: 'Artists',
  plays: 'Plays',
  runTime: 'Run time',
  software: 'Software',
  headlineNumbers: 'Headline numbers',
  /** How a headline number stands to another one. */
  timesAs: '{times} times {name} ({value})',
  noDifference: 'no difference from {name} ({value}) that this data can show',
  beside: '{name}: {value}',
  interval: '{low} to {high}',
  findings: 'Findings',
  moreFindings: 'More findings: {count}',
  settings: 'Settings',
  setting: 'Setting',
  value: 'Value',
  inNotebooks: 'In notebooks',
  cellsFailed: 'Cells that failed: {count}.',
  whatRan: 'What follows is what ran.',
  showError: 'Show the error',

  notebook: 'Notebook {number}',
  notebookCalled: 'Notebook {number}: {title}',
  code: 'Code',
  settingsOfRun: 'Settings of this run',
  linkToSection: 'Link to this section',
  linkToCell: 'Link to this cell',

  printedOutput: 'Printed output',
  messages: 'Messages',
  linesLeftOut: '... lines left out here, which the executed notebook has: {count} ...',
  error: 'Error',
  traceback: 'Traceback',
  table: 'Table',
  /** Below a table that is not all there. */
  firstRows: 'first {shown} of {all} rows',
  firstColumns: 'first {shown} of {all} columns',
  result: 'Result',
  figureNumber: 'Figure {number}',
  tableNumber: 'Table {number}',
  chart: 'Chart',
  chartNeedsScripts: 'This chart is interactive and needs JavaScript.',
  chartFailed: 'This chart could not be drawn: {reason}',
  panelNeedsScripts: 'This panel needs JavaScript.',
  panelFailed: 'This panel could not be started: {reason}',
  panelOnPaper: 'An interactive panel: open this report in a browser to use it.',
  pictureOfCell: 'Picture made by the cell',
  downloadAs: 'Download as {format}',
  zoom: 'Zoom',
  pan: 'Pan',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  resetAxes: 'Reset',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Not copied',
  columnsOnPaper: 'Columns {from} to {to} of {all}',

  /** In place of a user's name. */
  hiddenListener: '[listener {number}]',
  /** In place of a listener's whole list. */
  listHeldBack:
    '{held} of {rows} rows are held back: with them, this would be the whole list of one listener.',
  textHeldBack: 'Held back: what was printed here is the whole list of one listener.',
  leftOut: 'Not in this report: {what}; {why}.',
  picture: 'picture',
  noPictureInside: 'its address contains no picture',
  nothingFromWeb: 'a report loads nothing from the web',
  noAttachment: 'the cell has no attachment {name}',
  notInFolder: "there is no {name} in the notebook's folder",
  linkedOutside: "{name} is outside the notebook's folder",
  outsideFolder: "{name} is not in the notebook's folder",
  pictureTooLarge: '{name} has {size}, and pictures in a report may have up to {largest}',
  notAPicture: '{name} is not a PNG, JPEG, GIF, WebP or SVG picture',
  unreadable: '{name} cannot be read',

  ...CHART_WORDS,
  ...FINDING_WORDS,
  ...DESCRIPTION_WORDS,
  ...FIGURE_WORDS,
  ...TABLE_WORDS,
  ...PANEL_WORDS,
};

/** The words of ours in a report, by what they are for. */
export type ReportWords = Readonly<Record<keyof typeof ENGLISH, string>>;
