import marked from '@jupyterlab/markedparser-extension';
import { IMermaidMarkdown } from '@jupyterlab/mermaid';
import type { IMarkdownParser } from '@jupyterlab/rendermime';
import { readableMath } from '../../../util/readable-math.js';
import { choosePlugins, type Plugin } from './choose-plugins.js';

const [parser] = choosePlugins(marked);

/**
 * JupyterLab's Markdown parser, which treats formulas as plain text. In documents they are extracted before parsing and
 * typeset; this fixes the headings in the table of contents, which showed their TeX.
 */
export const readableHeadings: Plugin = {
  ...parser,
  activate: async (...given) => {
    const { render, ...rest } = (await parser.activate(...given)) as IMarkdownParser;
    return { ...rest, render: (source: string) => render(readableMath(source)) };
  },
};

/** Mermaid would triple what is installed to build the interface, so its diagrams are shown as code. */
export const diagramSource: Plugin = {
  id: 'listenlab:diagram-source',
  description: 'Shows Mermaid diagrams as their source.',
  provides: IMermaidMarkdown,
  autoStart: true,
  activate: (): IMermaidMarkdown => ({
    languages: ['mermaid'],
    rank: 0,
    walk: async () => undefined,
    render: (text) => {
      const code = document.createElement('code');
      code.textContent = text;
      return `<figure class="listenlab-diagram"><pre>${code.outerHTML}</pre><figcaption>A Mermaid diagram, as its source: the lab does not draw Mermaid.</figcaption></figure>`;
    },
  }),
};
