import type { Browser, Locator, Page, Response } from 'playwright-core';
import { watchPage } from './chromium.js';
import type { Lab } from './lab-process.js';

/** Warnings that Jupyter's pages log even with Jupyter's own server. */
const KNOWN = [/yjs|Yjs/, /^Menu entry for command/, /^No exact match found for/];

interface OpenOptions {
  /** The colour scheme of the reader's system. */
  colorScheme?: 'light' | 'dark';
  /** The page of the notebook interface, or of JupyterLab. */
  start?: 'notebooks' | `lab/${string}tree`;
}

/** A notebook in the lab's interface, in a browser. */
export class NotebookPage {
  readonly page: Page;
  /** Errors and warnings the page wrote or threw. */
  readonly problems: string[];
  readonly requests: string[];

  /** A page that shows a notebook, or will navigate to one. */
  constructor(page: Page) {
    this.page = page;
    const { problems, requests } = watchPage(page);
    this.problems = problems;
    this.requests = requests;
  }

  /** Lets a browser into the lab, then opens a notebook, in a tab of a browser or of a context, and waits for its kernel. */
  static async open(
    browser: Pick<Browser, 'newPage'>,
    lab: Lab,
    path: string,
    { colorScheme = 'light', start = 'notebooks' }: OpenOptions = {},
  ): Promise<NotebookPage> {
    const notebook = new NotebookPage(
      await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme }),
    );
    const { page } = notebook;
    // As a browser that has been to the first page: what that shows is in other tests.
    await page.context().request.get(lab.url, { maxRedirects: 0 });
    await notebook.#load(() => page.goto(`${lab.origin}/${start}/${path}`));
    return notebook;
  }

  /** Loads the page again, as {@link open} does. */
  async reload(): Promise<void> {
    await this.#load(() => this.page.reload());
  }

  async #load(go: () => Promise<unknown>): Promise<void> {
    // The toolbar shows `idle` before there is a kernel; the kernel's first message shows that it is ready.
    const connected = this.page
      .waitForEvent('websocket', (socket) => socket.url().includes('/channels'))
      .then((socket) => socket.waitForEvent('framereceived'));
    // With it the page receives the executed cells: their output comes before that of any cell run now.
    const told = this.page.waitForResponse((response) => pathOf(response).endsWith('/executions'));
    await go();
    await Promise.all([connected, told]);
    await this.kernelIs('idle');
  }

  /** Problems other than the known ones of Jupyter itself. */
  ownProblems(): string[] {
    return ownProblems(this.problems);
  }

  /** Waits until the toolbar shows this kernel status. */
  async kernelIs(status: 'idle' | 'busy'): Promise<void> {
    await this.page.locator(`.jp-Notebook-ExecutionIndicator[data-status="${status}"]`).waitFor();
  }

  /** The n-th code cell, from 0. */
  cell(index: number): Locator {
    return this.page.locator('.jp-CodeCell').nth(index);
  }

  /** The output of the n-th code cell. */
  outputs(index: number): Locator {
    return this.cell(index).locator('.jp-OutputArea-output');
  }

  /** Replaces a cell's code. */
  async write(index: number, source: string): Promise<void> {
    await this.cell(index).locator('.cm-content').click();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(source);
  }

  /** Starts a cell, as Ctrl+Enter does. */
  async start(index: number): Promise<void> {
    await this.cell(index).locator('.cm-content').click();
    await this.page.keyboard.press('Control+Enter');
  }

  /** Runs a cell to its end: its prompt shows a number that it did not show before. */
  async run(index: number): Promise<void> {
    const before = await this.prompt(index);
    await this.start(index);
    await this.ran(index, before);
  }

  /** Waits for the end of a started cell. */
  async ran(index: number, before: string): Promise<void> {
    const handle = await this.cell(index).locator('.jp-InputPrompt').elementHandle();
    await this.page.waitForFunction(
      ([prompt, old]) =>
        /^\[\d+\]:$/.test((prompt as Element).textContent ?? '') && prompt?.textContent !== old,
      [handle, before] as const,
    );
  }

  async prompt(index: number): Promise<string> {
    return (await this.cell(index).locator('.jp-InputPrompt').textContent()) ?? '';
  }

  /** Chooses an entry of the menu bar. */
  menu(name: string, entry: string): Promise<void> {
    return chooseEntry(this.page, name, entry);
  }

  /** Runs all cells and waits for the last. */
  async runAll(): Promise<void> {
    await this.menu('Run', 'Run All Cells');
    await this.page.waitForFunction(
      () =>
        [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].every((prompt) =>
          /^\[\d+\]:$/.test(prompt.textContent ?? ''),
        ),
      undefined,
    );
  }

  /** Saves, and waits until the server has stored the file and its checkpoint: an earlier save would be ignored. */
  async save(): Promise<void> {
    let isTaken = false;
    const saved = this.page.waitForResponse((response) => {
      const method = response.request().method();
      if (method === 'PUT' && pathOf(response).startsWith('/api/contents/')) isTaken = true;
      return isTaken && method === 'POST' && pathOf(response).endsWith('/checkpoints');
    });
    await this.page.keyboard.press('Control+s');
    await saved;
  }

  /** Restarts the kernel, and waits until the new one is ready. */
  async restart(): Promise<void> {
    // The toolbar shows `idle` until the page has requested it.
    const restarted = this.page.waitForResponse((response) => pathOf(response).endsWith('/restart'));
    await this.page.locator('[data-command="notebook:restart-kernel"]').click();
    await this.page.locator('.jp-Dialog button', { hasText: 'Restart' }).click();
    await restarted;
    await this.kernelIs('idle');
  }

  /** Waits until every figure in the notebook is drawn, which happens after the end of its cell. */
  async figuresDrawn(): Promise<void> {
    await this.page.waitForFunction(() =>
      [...document.querySelectorAll('.listenlab-figure')].every((figure) =>
        figure.querySelector('.main-svg'),
      ),
    );
  }
}

function pathOf(response: Response): string {
  return new URL(response.url()).pathname;
}

/** Problems other than the known ones of Jupyter itself. */
export function ownProblems(problems: readonly string[]): string[] {
  return problems.filter((text) => !KNOWN.some((known) => known.test(text)));
}

/** Chooses an entry of the menu bar or of a submenu. */
export async function chooseEntry(page: Page, name: string, ...entries: readonly string[]): Promise<void> {
  await page.locator('.lm-MenuBar-itemLabel', { hasText: name }).first().click();
  for (const entry of entries) {
    await page.locator('.lm-Menu-itemLabel').getByText(entry, { exact: true }).last().click();
  }
}
