/** The packages that extensions share with JupyterLab, by name and version. */
type SharedScope = Readonly<Record<string, Readonly<Record<string, { get(): Promise<() => unknown> }>>>>;

/** A container of module federation, as JupyterLab loads its extensions: `init`, then `get`. */
class FiguresContainer {
  #scope: SharedScope = {};

  init(scope: SharedScope): void {
    this.#scope = scope;
  }

  /** The extension's only module. */
  async get(): Promise<() => object> {
    const { figuresPlugin } = await import('./figures.js');
    // An object of its own: JupyterLab marks what it gets, which a module's namespace does not allow.
    return () => ({ __esModule: true, default: figuresPlugin });
  }

  /** JupyterLab's own copy of a package, whose classes and tokens are the only ones that it knows. */
  async shared(name: string): Promise<unknown> {
    const [version] = Object.values(this.#scope[name] ?? {});
    if (version === undefined) throw new Error(`this Jupyter shares no ${name}; expected JupyterLab 4`);
    return (await version.get())();
  }
}

const page = globalThis as { _JUPYTERLAB?: Record<string, unknown> };
page._JUPYTERLAB ??= {};
page._JUPYTERLAB[FIGURES_EXTENSION] = new FiguresContainer();
