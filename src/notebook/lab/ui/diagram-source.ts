import { IMermaidMarkdown } from '@jupyterlab/mermaid';
import type { Plugin } from './choose-plugins.js';

/** Mermaid would triple what is installed to build the interface, so its diagrams are shown as what they are: code. */
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
