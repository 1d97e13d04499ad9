/** A patch of a package's source, needed for esbuild to bundle it or to fix a bug that users would see. */
interface SourceFix {
  /** End of the file's path, with forward slashes. */
  readonly file: string;
  readonly find: RegExp;
  readonly replaceBy: string;
}

/** All fixes, in the order in which they are applied. */
export const FIXES: readonly SourceFix[] = [
  // The handles of a slider have no name for screen readers.
  ...['int', 'float', 'selection'].map((kind) => ({
    file: `@jupyter-widgets/controls/lib/widget_${kind}.js`,
    find: /noUiSlider\.create\(this\.\$slider, \{/g,
    replaceBy: `$&
      handleAttributes: [this.model.get('index') ?? this.model.get('value')].flat().map(() => ({
        'aria-label': this.model.get('description') || 'Value',
      })),`,
  })),
  {
    // A dynamically imported CommonJS module has its exports under `default` only.
    file: '@jupyterlab/mathjax-extension/lib/index.js',
    find: /import\(('mathjax-full\/[^']+')\)/g,
    replaceBy: 'import($1).then((module) => module.default)',
  },
  {
    // webpack's own lazy loading.
    file: '@jupyter-widgets/jupyterlab-manager/lib/plugin.js',
    find: /require\.ensure\(\['@jupyter-widgets\/controls'\][\s\S]*?'@jupyter-widgets\/controls'\);/g,
    replaceBy: "import('@jupyter-widgets/controls').then(resolve, reject);",
  },
  {
    // After a reload or a restart of the kernel, the message says what to do. The console error adds nothing.
    file: '@jupyter-widgets/jupyterlab-manager/lib/renderer.js',
    find: /'Error displaying widget: model not found'(;\s*this\.addClass\('jupyter-widgets'\);)\s*console\.error\(err\);/g,
    replaceBy:
      "'The kernel that made this has been restarted or has ended. Run this cell again to use it.'$1",
  },
  {
    // Widgets must know that their kernel is gone even if it died, whether or not it was restarted.
    file: '@jupyter-widgets/jupyterlab-manager/lib/manager.js',
    find: /if \(status === 'restarting'\)/g,
    replaceBy: "if (['restarting', 'autorestarting', 'dead'].includes(status))",
  },
  {
    // A kernel's death is reported under its cell or in a notification, with the reason; no dialog is needed.
    file: '@jupyterlab/notebook/lib/panel.js',
    find: /if \(status === 'autorestarting' && !this\._autorestarting\)/g,
    replaceBy: 'if (false)',
  },
  // The kernel a notebook runs in is not a change of it: after merely opening it there is nothing to save.
  ...[
    /this\.model\.setMetadata\('language_info', language\);/g,
    /this\.model\.setMetadata\('kernelspec', \{[\s\S]*?\}\);/g,
  ].map((find) => ({
    file: '@jupyterlab/notebook/lib/panel.js',
    find,
    replaceBy: 'const { dirty } = this.model; $& this.model.dirty = dirty;',
  })),
  {
    // As above, for a notebook that does not name a kernel.
    file: '@jupyterlab/notebook/lib/model.js',
    find: /this\.sharedModel\.setSource\(copy\);\s*this\._ensureMetadata\(\);/g,
    replaceBy: '$& this.dirty = false;',
  },
  {
    // As for a dead kernel, for one that ended while the page was disconnected.
    file: '@jupyterlab/apputils/lib/sessioncontext.js',
    find: /if \(status === 'dead'\)/g,
    replaceBy: 'if (false)',
  },
  // Messages of the lab's server itself, such as the end of a cell whose kernel died, are neither dropped when the next
  // process speaks at once, nor do they drop the kernel's preceding messages.
  {
    file: '@jupyterlab/services/lib/kernel/default.js',
    find: /this\._kernelSession = msg\.header\.session;/g,
    replaceBy: "if (msg.header.username !== 'listenlab') $&",
  },
  {
    file: '@jupyterlab/services/lib/kernel/default.js',
    find: /if \(msg\.header\.session !== this\._kernelSession\)/g,
    replaceBy: "if (msg.header.username !== 'listenlab' && msg.header.session !== this._kernelSession)",
  },
  {
    // The server restarts a dead kernel: the page clears its state and queries the next process once.
    file: '@jupyterlab/services/lib/kernel/default.js',
    find: /this\._updateStatus\('autorestarting'\);/g,
    replaceBy: 'this._listenlabProcess = undefined; $&',
  },
  {
    // A page to which the server names a new process, even after a disconnection, acts as if the server had restarted a
    // dead kernel. A page that restarts a kernel itself has already done so.
    file: '@jupyterlab/services/lib/kernel/default.js',
    find: /case 'comm_open':(\s*if \(this\.handleComms\) \{\s*await this\._handleCommOpen)/g,
    replaceBy: `case 'listenlab_process': {
      const known = this._listenlabProcess;
      this._listenlabProcess = msg.content.process;
      if (known === undefined || known === msg.content.process) break;
      if (this._isRestarting || this.status === 'autorestarting') break;
      this._updateStatus('autorestarting');
      this._clearKernelState();
      void this.requestKernelInfo().catch(() => undefined);
      break;
    }
    $&`,
  },
  // Two themes chosen in quick succession remove the same splash screen twice, which throws.
  ...['@jupyter-notebook/application-extension', '@jupyterlab/apputils-extension'].map((name) => ({
    file: `${name}/lib/index.js`,
    find: /document\.body\.removeChild\(splash\)/g,
    replaceBy: 'splash.remove()',
  })),
  {
    // Above the reason: the reader first needs to know whether the work was saved.
    file: '@jupyterlab/docregistry/lib/context.js',
    find: /'File Save Error for %1'/g,
    replaceBy: "'%1 was NOT saved'",
  },
  {
    // Says whose work each button costs; Enter takes the one that costs none.
    file: '@jupyterlab/docregistry/lib/context.js',
    find: /this\._trans\.__\(`"%1" has changed on disk[\s\S]*?buttons: \[Dialog\.cancelButton\(\), revertBtn, overwriteBtn\]/g,
    replaceBy: `this._trans.__('"%1" was saved by another page or program since this page last read it.\\n\\nKeep both: nothing is saved and nothing lost yet; you can copy from one to the other.\\nLoad theirs: you get the file as it is now, with its results. What you changed here since your last save is lost.\\nOverwrite theirs: what is open here becomes the file, with the results shown here. What they saved is lost.', this.path);
        const revertBtn = Dialog.okButton({ label: 'Load theirs', actions: ['revert'] });
        const overwriteBtn = Dialog.warnButton({ label: 'Overwrite theirs', actions: ['overwrite'] });
        this._conflictModalIsOpen = true;
        return showDialog({
            title: 'The file was saved elsewhere',
            body,
            defaultButton: 0,
            buttons: [Dialog.cancelButton({ label: 'Keep both' }), revertBtn, overwriteBtn]`,
  },
  // As above, where a file takes the name of another.
  ...[
    {
      file: '@jupyterlab/docregistry/lib/context.js',
      find: /buttons: \[Dialog\.cancelButton\(\), overwriteBtn\]/g,
    },
    {
      file: '@jupyterlab/docmanager/lib/dialogs.js',
      find: /(?<=already exists, overwrite\?', path\),\s*)buttons: \[/g,
    },
  ].map((each) => ({ ...each, replaceBy: 'defaultButton: 0, $&' })),
  {
    // Loaded with the page: the first notification may be that the lab, which would serve it, does not answer.
    file: '@jupyterlab/apputils-extension/lib/notificationplugin.js',
    find: /let toastify = null;([\s\S]*?)await import\('react-toastify'\)/g,
    replaceBy: "let toastify = null;const loading = import('react-toastify');$1await loading",
  },
  {
    // Why a kernel ended, or how to continue without the lab, takes a few sentences; 140 characters cut them off.
    file: '@jupyterlab/apputils-extension/lib/notificationplugin.js',
    find: /MAX_MESSAGE_LENGTH = 140;/g,
    replaceBy: 'MAX_MESSAGE_LENGTH = 2000;',
  },
  {
    // Choosing a theme applies it, instead of only ceasing to follow the system, which is the default.
    file: '@jupyterlab/apputils-extension/lib/themesplugins.js',
    find: /return manager\.toggleAdaptiveTheme\(\);(\s*\}\s*return manager\.setTheme)/g,
    replaceBy: 'return manager.toggleAdaptiveTheme().then(() => manager.setTheme(theme));$1',
  },
  {
    // A module of the AMD loader, which pages here do not have.
    file: 'anywidget/dist/index.js',
    find: /define\(\["@jupyter-widgets\/base"\], (\w+)\);/g,
    replaceBy: 'export default $1;',
  },
  {
    // Errors of a widget's own code are shown in the widget's place.
    file: 'anywidget/dist/index.js',
    find: /throwAnywidgetError\((result\.error|error)\)/g,
    replaceBy: 'view.listenlabFailed($1)',
  },
  {
    // As above, for any widget.
    file: '@jupyter-widgets/jupyterlab-manager/lib/renderer.js',
    find: /'Error displaying widget';/g,
    replaceBy: "'This widget cannot be shown: ' + err;",
  },
  {
    // Pages have no `process`; without this, relative links and images of notebooks do not resolve.
    file: 'path-browserify/index.js',
    find: /process\.cwd\(\)/g,
    replaceBy: "'/'",
  },
  {
    // The skip link to the cells led nowhere, and came in the wrong place.
    file: '@jupyter-notebook/application/lib/shell.js',
    find: /skipToMain\.href = '#first-cell';\s+skipToMain\.tabIndex = 1;/g,
    replaceBy: "skipToMain.href = '#main-panel';",
  },
  {
    // Heading and address follow a renamed document however it was renamed, not only in this page.
    file: '@jupyter-notebook/application-extension/lib/index.js',
    find: /node\.appendChild\(h\);([\s\S]*?)(const newPath = current\.context\.path;[\s\S]*?skipRouting: true,\s*\}\);)/g,
    replaceBy: 'node.appendChild(h);current.context.pathChanged.connect(() => { var _a; $2 });$1',
  },
  {
    // A folder below one called notebooks or edit, as in /tree/notebooks/own, was taken for a document of the page.
    file: '@jupyter-notebook/application-extension/lib/index.js',
    find: /new RegExp\('\/\(notebooks\|edit\)/g,
    replaceBy: "new RegExp('^/(notebooks|edit)",
  },
  // Markdown turns an escaped dollar into one that MathJax takes for a delimiter. It stays escaped, and MathJax shows
  // it correctly. So does the first of two prices, `$5 to $6`, as in reports.
  {
    file: '@jupyterlab/rendermime/lib/latex.js',
    find: /if \(block === end\) \{/g,
    replaceBy: String.raw`if (block === inline && block === end && isPrice(blocks, start, i)) {
                blocks[start] = '\\$$';
                start = i;
                last = null;
                braces = 0;
            }
            else $&`,
  },
  {
    file: '@jupyterlab/rendermime/lib/latex.js',
    find: /return \{ text: deTilde\(blocks\.join\(''\)\), math \};\s*\}/g,
    replaceBy: String.raw`blocks.forEach((block, i) => {
        if (block !== '\\$$') return;
        blocks[i] = '@@' + math.length + '@@';
        math.push(block);
    });
    $&
    function isPrice(blocks, start, end) {
        const between = blocks.slice(start + 1, end).join('');
        return /^\d/.test(between) && (/\s$$/.test(between) || /^\d/.test(blocks[end + 1]));
    }`,
  },
  {
    // The anchor of a heading has its dollars unescaped, as links to it do.
    file: '@jupyterlab/rendermime/lib/renderers.js',
    find: /\.replace\(\/ \/g, '-'\)/g,
    replaceBy: String.raw`.replaceAll('\\$$', '$$')$&`,
  },
  {
    // A button without an accessible name.
    file: '@jupyterlab/cells/lib/widget.js',
    find: /collapseButton\.className = `jp-Button \$\{HEADING_COLLAPSER_CLASS\}`;/g,
    replaceBy: "$&collapseButton.setAttribute('aria-label', 'Fold or unfold this section');",
  },
  {
    // A notebook that was just closed, moved, or switched to another mode has no observer on its cells.
    file: '@jupyterlab/notebook/lib/widget.js',
    find: /this\._contentVisibilityObserver\.observe\(cell\.node\);(\s*\}\);\s*\}\);\s*\}, this\);)/g,
    replaceBy: 'this._contentVisibilityObserver?.observe(cell.node);$1',
  },
  {
    // Settings loaded before the shortcuts' own would cause an uncaught TypeError.
    file: '@jupyterlab/shortcuts-extension/lib/index.js',
    find: /if \(plugin !== shortcuts\.id\) \{/g,
    replaceBy: 'if (plugin !== shortcuts.id && shortcuts.id in registry.plugins) {',
  },
  {
    // While the registry reloads these settings, they are empty; the error would abort the plugin's activation.
    file: '@jupyterlab/docmanager-extension/lib/index.js',
    find: /settings\.get\('defaultViewers'\)\.composite;/g,
    replaceBy: "settings.get('defaultViewers').composite ?? {};",
  },
  {
    // A dialog has already said why the file was not saved; an uncaught error on top adds nothing.
    file: '@jupyterlab/docmanager-extension/lib/index.js',
    find: /await context\.save\(\);(\s*if \(newName !== oldName\))/g,
    replaceBy: 'if (!(await context.save().then(() => true, () => false))) return;$1',
  },
];
