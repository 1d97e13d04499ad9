import { EditorView } from '@codemirror/view';
import type { Cell } from '@jupyterlab/cells';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { EditorExtensionRegistry, IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import { NotebookPanel } from '@jupyterlab/notebook';
import { ToolbarButton } from '@jupyterlab/ui-components';
import type { Plugin } from './choose-plugins.js';

/** A notebook is a feed to screen readers, and the parts of a feed are articles. */
class ArticleFactory extends NotebookPanel.ContentFactory {
  override createCodeCell(...given: Parameters<NotebookPanel.ContentFactory['createCodeCell']>) {
    return asArticle(super.createCodeCell(...given));
  }

  override createMarkdownCell(...given: Parameters<NotebookPanel.ContentFactory['createMarkdownCell']>) {
    return asArticle(super.createMarkdownCell(...given));
  }

  override createRawCell(...given: Parameters<NotebookPanel.ContentFactory['createRawCell']>) {
    return asArticle(super.createRawCell(...given));
  }
}

function asArticle<T extends Cell>(cell: T): T {
  cell.node.setAttribute('role', 'article');
  return cell;
}

/** In place of JupyterLab's plugin of the same token. */
export const cellRoles: Plugin = {
  id: 'listenlab:cell-roles',
  description: 'Makes cells that screen readers can tell apart.',
  provides: NotebookPanel.IContentFactory,
  requires: [IEditorServices],
  autoStart: true,
  activate: (_app, { factoryService }: IEditorServices) =>
    new ArticleFactory({ editorFactory: factoryService.newInlineEditor }),
};

/** Gives each editor a name for screen readers. */
export const editorNames: Plugin = {
  id: 'listenlab:editor-names',
  description: 'Names the editors.',
  requires: [IEditorExtensionRegistry],
  autoStart: true,
  activate: (_app, registry: IEditorExtensionRegistry) => {
    const named = EditorView.contentAttributes.of({ 'aria-label': 'Code or text' });
    registry.addExtension({
      name: 'listenlab:editor-name',
      factory: () => EditorExtensionRegistry.createImmutableExtension(named),
    });
  },
};

/**
 * JupyterLab makes a switch of the button for what a narrow toolbar has no room for, and says that it is still pressed
 * when what it opened has gone: here it is a button. Toolbars make it themselves, so what all buttons share is changed.
 */
export const openersOfToolbars: Plugin = {
  id: 'listenlab:openers-of-toolbars',
  description: 'Makes a plain button of "More commands".',
  autoStart: true,
  activate: () => {
    const pressed = Object.getOwnPropertyDescriptor(ToolbarButton.prototype, 'pressed');
    Object.defineProperty(ToolbarButton.prototype, 'pressed', {
      ...pressed,
      get(this: ToolbarButton) {
        return this.hasClass('jp-Toolbar-responsive-opener') ? undefined : pressed?.get?.call(this);
      },
    });
  },
};

/** An element with this attribute keeps all key events to itself. */
const KEEPS = 'data-lm-suppress-shortcuts';

/**
 * Keys on a control belong to the control: without the attribute the arrows would select another cell. Those with Ctrl
 * or Cmd, such as Ctrl+S, still go to the notebook.
 */
export const controlKeys: Plugin = {
  id: 'listenlab:control-keys',
  description: 'Leaves the keys on a slider to the slider, and shortcuts to the notebook.',
  autoStart: true,
  activate: () => {
    document.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element && target.matches('.noUi-handle')) target.setAttribute(KEEPS, 'true');
    });
    // On the window this runs before Jupyter's own listener.
    const letThrough = ({ target, ctrlKey, metaKey }: KeyboardEvent) => {
      if (!(ctrlKey || metaKey) || !(target instanceof Element) || !target.hasAttribute(KEEPS)) return;
      target.removeAttribute(KEEPS);
      setTimeout(() => target.setAttribute(KEEPS, 'true'));
    };
    window.addEventListener('keydown', letThrough, true);
  },
};
