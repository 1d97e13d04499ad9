import { Marked, type Token, type Tokens } from 'marked';
import { PLOTLY_TYPE } from '../display/figure.js';
import { METRICS_TYPE } from '../display/headline.js';
import { type Cell, type Output, tagsOf } from '../jupyter/nbformat.js';
import { captionIn, type Numbered, type Numbering } from './caption.js';
import { DETAIL_TAG } from './detail.js';
import { readFigure } from './figure.js';
import { type LiveOutput, readLive } from './live.js';
import { dataImage } from './markdown/links-and-images.js';
import { headingHtml } from './markdown/markdown.js';
import type { OutlineNotebook } from './outline.js';

type Kind = Numbered['kind'];

/**
 * Numbers all figures and tables of a report in reading order, each kind by itself.
 *
 * @param how `hasAppendix`: whether those of cells tagged `detail` are counted by themselves, so that the others have no
 *   gaps where these are left out
 */
export function numberingOf(
  outline: readonly OutlineNotebook[],
  liveOutputs: readonly LiveOutput[],
  { hasAppendix }: { readonly hasAppendix: boolean },
): Numbering {
  const numbered = new Map<Output | Tokens.Table, Numbered>();
  const counts = new Map<string, number>();
  for (const notebook of outline) {
    let heading = notebook.titleHtml;
    const add = (what: Output | Tokens.Table, kind: Kind, prefix: string, caption = heading) => {
      const count = (counts.get(prefix + kind) ?? 0) + 1;
      counts.set(prefix + kind, count);
      const number = `${prefix}${count}`;
      numbered.set(what, { kind, number, id: `${kind}_${number}`, captionHtml: caption });
    };
    for (const cell of notebook.named.notebook.cells) {
      const prefix = hasAppendix && tagsOf(cell).includes(DETAIL_TAG) ? 'A' : '';
      for (const part of partsOf(cell)) {
        const kind = part === cell ? undefined : kindOf(part as Output, liveOutputs);
        if (kind) add(part as Output, kind, prefix, captionOf(part as Output));
        else {
          for (const token of blocksOf(notebook.markdown.get(part) ?? [])) {
            if (token.type === 'table') add(token as Tokens.Table, 'table', prefix);
            else heading = headingHtml(token as Tokens.Heading) || heading;
          }
        }
      }
    }
  }
  return numbered;
}

/** What of a cell may show something: its text, or its outputs. */
function partsOf(cell: Cell): (Cell | Output)[] {
  return cell.cell_type === 'code' ? cell.outputs : [cell];
}

/** Headings and tables in reading order. */
function blocksOf(tokens: Token[]): Token[] {
  const blocks: Token[] = [];
  new Marked().walkTokens(tokens, (token) => {
    if (token.type === 'heading' || token.type === 'table') blocks.push(token);
  });
  return blocks;
}

/** What an output is drawn as, if it has a number: charts and pictures, and HTML with a table in it. */
function kindOf(output: Output, liveOutputs: readonly LiveOutput[]): Kind | undefined {
  if (!('data' in output) || METRICS_TYPE in output.data) return undefined;
  const { data } = output;
  if (readFigure(data[PLOTLY_TYPE])) return 'figure';
  if (readLive(data, liveOutputs)) return undefined;
  const html = data['text/html'];
  if (html !== undefined) return /<table\b/i.test(String(html)) ? 'table' : undefined;
  return dataImage(data) ? 'figure' : undefined;
}

function captionOf(output: Output): string | undefined {
  return 'data' in output ? captionIn(String(output.data['text/html'] ?? '')) : undefined;
}
