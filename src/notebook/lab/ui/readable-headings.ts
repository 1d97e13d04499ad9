import marked from '@jupyterlab/markedparser-extension';
import type { IMarkdownParser } from '@jupyterlab/rendermime';
import { readableMath } from '../../../util/readable-math.js';
import { choosePlugins, type Plugin } from './choose-plugins.js';

const [parser] = choosePlugins(marked);

/**
 * JupyterLab's parser of Markdown, for which formulas are plain text. In a document they are taken out before it
 * is parsed, and typeset; what is left is the headings in the list of contents, which showed their TeX.
 */
export const readableHeadings: Plugin = {
  ...parser,
  activate: async (...given) => {
    const { render, ...rest } = (await parser.activate(...given)) as IMarkdownParser;
    return { ...rest, render: (source: string) => render(readableMath(source)) };
  },
};
