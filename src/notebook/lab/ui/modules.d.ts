/** Version of the bundled anywidget, filled in by the build. */
declare const ANYWIDGET_VERSION: string;

/** Name of the extension for JupyterLab, filled in by the build. */
declare const FIGURES_EXTENSION: string;

declare module 'anywidget' {
  /** The package is written for AMD; the build turns its one `define` into this function. */
  export default function makeWidget(base: typeof import('@jupyter-widgets/base')): {
    AnyModel: typeof import('@jupyter-widgets/base').DOMWidgetModel;
    AnyView: typeof import('@jupyter-widgets/base').DOMWidgetView;
  };
}

declare module '@jupyterlab/*/style/index.js';
declare module '@jupyter-notebook/*/style/index.js';
declare module '@jupyter-widgets/*';
declare module '*.css';
