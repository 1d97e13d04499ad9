import { escapeHtml } from '../../util/escape.js';

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

// CSI sequences (ECMA-48: parameters, intermediates, final byte), OSC sequences up to BEL or ST, and lone
// two-character escapes.
const ESCAPES = new RegExp(
  [
    '\\u001b\\[([0-?]*)[ -/]*([@-~])',
    '\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?',
    '\\u001b.?',
  ].join('|'),
  'gs',
);

interface Style {
  colour?: string;
  bold?: boolean;
}

/**
 * Terminal text as HTML: the eight colours and bold become spans of class `ansi-*`, other control
 * sequences disappear, and a carriage return overwrites its line as it does in a terminal.
 */
export function ansiToHtml(text: string): string {
  const clean = overwriteLines(text);
  let html = '';
  let style: Style = {};
  let from = 0;
  for (const match of clean.matchAll(ESCAPES)) {
    html += styled(clean.slice(from, match.index), style);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = select(style, match[1]);
  }
  return html + styled(clean.slice(from), style);
}

/** Keeps of each line what a terminal would show last; `\r\n` is a plain line end. */
function overwriteLines(text: string): string {
  if (!text.includes('\r')) return text;
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.replace(/\r+$/, ''))
    .map((line) => line.slice(line.lastIndexOf('\r') + 1))
    .join('\n');
}

/** Select graphic rendition: 0 resets, 1 is bold, 30 to 37 and 90 to 97 are the colours. */
function select(style: Style, parameters: string): Style {
  let next = { ...style };
  for (const code of parameters.split(';').map(Number)) {
    if (code === 0) next = {};
    else if (code === 1) next.bold = true;
    else if (code === 22) next.bold = false;
    else if (code === 39) next.colour = undefined;
    else if (code >= 30 && code <= 37) next.colour = COLOURS[code - 30];
    else if (code >= 90 && code <= 97) next.colour = COLOURS[code - 90];
    // 38 and 48 carry a palette index or RGB in the codes that follow: those are not drawn.
    else if (code === 38 || code === 48) break;
  }
  return next;
}

function styled(text: string, { colour, bold }: Style): string {
  if (text === '') return '';
  const classes = [colour && `ansi-${colour}`, bold && 'ansi-bold'].filter(Boolean).join(' ');
  return classes ? `<span class="${classes}">${escapeHtml(text)}</span>` : escapeHtml(text);
}
