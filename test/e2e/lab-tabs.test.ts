import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium, watchPage } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { chooseEntry, ownProblems } from './notebook-page.js';

let lab: Lab;
let browser: Browser;
let context: BrowserContext;
/** Errors and warnings of the tabs of a test, with their addresses. */
let complaints: (() => string[])[];

describe.skipIf(!hasChromium)('several tabs of one browser (needs Chromium)', () => {
  beforeAll(async () => {
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    complaints = [];
    context.on('page', (page) => {
      const { problems } = watchPage(page);
      complaints.push(() => ownProblems(problems).map((problem) => `${page.url()}: ${problem}`));
    });
    await (await context.newPage()).goto(lab.url);
  });

  afterEach(async () => {
    for (const page of context.pages()) {
      // JupyterLab asks for patience where it loads for more than some seconds, as on a busy machine.
      const dialogs = page.locator('.jp-Dialog', { hasNotText: 'The loading screen is taking a long time' });
      expect(await dialogs.allTextContents(), page.url()).toEqual([]);
    }
    expect(complaints.flatMap((found) => found())).toEqual([]);
    await context.close();
  });

  it('open the notebooks of the first page one after another, and each next one from the last cell', async () => {
    const [first] = context.pages();
    const cards = await first
      .locator('main a[href^="/notebooks/"]')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname));
    expect(cards.length).toBeGreaterThanOrEqual(7);
    const tabs: Page[] = [];
    for (const card of cards.slice(0, 2)) {
      const tab = await opened(() =>
        first
          .locator(`main a[href="${card}"]`)
          .first()
          .click({ modifiers: ['Control'] }),
      );
      await showsNotebook(tab, card);
      tabs.push(tab);
    }
    const next = tabs[0].locator('.jp-RenderedMarkdown a', { hasText: 'Train' }).last();
    await next.scrollIntoViewIfNeeded();
    for (const button of ['left', 'middle'] as const) {
      await showsNotebook(await opened(() => next.click({ button })), cards[1]);
    }
    for (const [i, tab] of tabs.entries()) {
      await tab.reload();
      await showsNotebook(tab, cards[i]);
    }
    await tabs[1].close();
    await showsNotebook(await visit(cards[1]), cards[1]);
  });

  it('create, duplicate, rename and open notebooks from the menu', async () => {
    await writeNotebook(lab, 'mine', ["console.log('mine')"]);
    const mine = await visit('/notebooks/mine.ipynb');
    await showsNotebook(mine, '/notebooks/mine.ipynb');
    const made = await opened(() => chooseEntry(mine, 'File', 'New', 'Notebook'));
    await showsNotebook(made, '/notebooks/Untitled.ipynb');
    const copy = await opened(() => chooseEntry(mine, 'File', 'Duplicate'));
    await showsNotebook(copy, '/notebooks/mine-Copy1.ipynb');
    await chooseEntry(copy, 'File', 'Rename…');
    await copy.locator('.jp-Dialog input').fill('other & 100%.ipynb');
    await copy.locator('.jp-Dialog button.jp-mod-accept').click();
    await showsNotebook(copy, '/notebooks/other%20%26%20100%25.ipynb');
    const text = await opened(() => chooseEntry(mine, 'File', 'New', 'Text File'));
    await text.waitForURL(`${lab.origin}/edit/untitled.txt`);
    await text.locator('.jp-FileEditor .cm-content').waitFor();
    for (const tab of [made, copy]) {
      const { pathname } = new URL(tab.url());
      await tab.reload();
      await showsNotebook(tab, pathname);
    }
    await text.reload();
    await text.locator('.jp-FileEditor .cm-content').waitFor();
  });

  it('keep their address when a notebook in a folder is renamed without an extension and reloaded', async () => {
    const tab = await visit('/notebooks/notebooks/05-evaluate.ipynb');
    await showsNotebook(tab, '/notebooks/notebooks/05-evaluate.ipynb');
    await chooseEntry(tab, 'File', 'Rename…');
    await tab.locator('.jp-Dialog input').fill('five');
    await tab.locator('.jp-Dialog button.jp-mod-accept').click();
    await isCalled(tab, 'five', '/notebooks/notebooks/five.ipynb');
    await tab.reload();
    await showsNotebook(tab, '/notebooks/notebooks/five.ipynb');
  });

  it('follow documents that are renamed elsewhere, in address and heading', async () => {
    await writeNotebook(lab, 'first name', ['1']);
    await writeFile(path.join(lab.folder, 'plays.txt'), 'a b c');
    const notebook = await visit('/notebooks/first%20name.ipynb');
    await showsNotebook(notebook, '/notebooks/first name.ipynb');
    const [text, files] = [await visit('/edit/plays.txt'), await visit('/lab')];
    await text.locator('.jp-FileEditor .cm-content').waitFor();

    const item = files.locator('.jp-DirListing-item', { hasText: 'plays.txt' });
    await item.click();
    await files.keyboard.press('F2');
    await files.locator('.jp-DirListing-editor').fill('heard.txt');
    await files.keyboard.press('Enter');
    await isCalled(text, 'heard.txt', '/edit/heard.txt');
    await text.reload();
    await text.locator('.cm-content', { hasText: 'a b c' }).waitFor();

    // Not by a page: the notebook is notified through its session.
    await files.evaluate(() =>
      fetch('/api/contents/first%20name.ipynb', {
        method: 'PATCH',
        body: JSON.stringify({ path: 'second name.ipynb' }),
      }),
    );
    await isCalled(notebook, 'second name', '/notebooks/second name.ipynb');
    await notebook.reload();
    await showsNotebook(notebook, '/notebooks/second name.ipynb');
    // A page that checks its file at that moment uses the old name.
    complainOnlyOf('404');
  });

  it('report once that their file was deleted, and create it again when saved', async () => {
    const file = await writeNotebook(lab, 'gone', ['1']);
    const tabs = [await visitKernel('/notebooks/gone.ipynb'), await visitKernel('/lab/tree/gone.ipynb')];
    const files = await visit('/tree');
    await files
      .locator('.jp-DirListing-item', { hasText: 'gone.ipynb' })
      .locator('input')
      .check({ force: true });
    await files.keyboard.press('Delete');
    await files.locator('.jp-Dialog button.jp-mod-accept').click();
    const notes = tabs.map((tab) => tab.getByText('The file gone.ipynb was deleted'));
    for (const note of notes) await note.waitFor();

    // When shown again, it checks again, but does not repeat the notice.
    const looked = tabs[1].waitForResponse(
      (response) => response.url().includes('/api/contents/gone.ipynb') && response.status() === 404,
    );
    await tabs[1].evaluate(() => window.dispatchEvent(new Event('focus')));
    await looked;
    await tabs[0].locator('.jp-Cell .cm-content').first().click();
    await tabs[0].keyboard.press('Control+s');
    await notes[0].waitFor({ state: 'detached' });
    expect(await readFile(file, 'utf8')).toContain('"nbformat"');
    expect(await notes[1].count()).toBe(1);
    await tabs[1].evaluate(() => window.dispatchEvent(new Event('focus')));
    await notes[1].waitFor({ state: 'detached' });
    // The browser logs each request for the missing file.
    complainOnlyOf('404');
  });

  it('report that a notebook was written for another kernel, without marking it as changed', async () => {
    const file = await writeNotebook(lab, 'python', ['1 + 1']);
    const notebook = JSON.parse(await readFile(file, 'utf8'));
    notebook.metadata.kernelspec = {
      name: 'python3',
      display_name: 'Python 3 (ipykernel)',
      language: 'python',
    };
    await writeFile(file, JSON.stringify(notebook));
    const note = 'python.ipynb was written for another kernel, Python 3 (ipykernel)';
    const [tab, jupyter] = [await visit('/notebooks/python.ipynb'), await visit('/lab/tree/python.ipynb')];
    for (const page of [tab, jupyter]) await page.getByText(note).waitFor();
    await run(tab, 0);
    await tab.keyboard.press('Control+s');
    await expect
      .poll(async () => JSON.parse(await readFile(file, 'utf8')).metadata.kernelspec.name)
      .toBe('listenlab');
    await tab.reload();
    await showsNotebook(tab, '/notebooks/python.ipynb');
    expect(await tab.getByText(note).count()).toBe(0);
  });

  it('list files, and open and create notebooks from there', async () => {
    const files = await visit('/tree');
    await listsFiles(files, '/tree');
    await files.locator('.jp-DirListing-item', { hasText: 'notebooks' }).first().click();
    await listsFiles(files, '/tree/notebooks');
    const tab = await opened(() =>
      files.locator('.jp-DirListing-item', { hasText: '04-recommend.ipynb' }).click(),
    );
    await showsNotebook(tab, '/notebooks/notebooks/04-recommend.ipynb');
    await files.locator('.jp-FileBrowser-toolbar').getByText('New', { exact: true }).click();
    const made = await opened(() =>
      files
        .locator('.lm-Menu-itemLabel')
        .getByText(/TypeScript/)
        .click(),
    );
    await showsNotebook(made, '/notebooks/notebooks/Untitled.ipynb');
    await files.reload();
    await listsFiles(files, '/tree/notebooks');
  });

  it('list a folder inside the folder of the notebooks, and open a notebook from there', async () => {
    await mkdir(path.join(lab.folder, 'notebooks/own'), { recursive: true });
    await writeNotebook(lab, 'notebooks/own/inner', ['1']);
    const files = await visit('/tree/notebooks/own');
    await files.locator('.jp-DirListing-item', { hasText: 'inner.ipynb' }).waitFor();
    await files.reload();
    const tab = await opened(() => files.locator('.jp-DirListing-item', { hasText: 'inner.ipynb' }).click());
    await showsNotebook(tab, '/notebooks/notebooks/own/inner.ipynb');
    await listsFiles(files, '/tree/notebooks/own');
  });

  it('share one kernel even if both of them started one', async () => {
    await writeNotebook(lab, 'at-once', ['const here = 41', 'here + 1']);
    const [one, two] = [await context.newPage(), await context.newPage()];
    // The first has created a session for the notebook, which the server does not know yet.
    let letThrough = () => {};
    const known = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    const begun = new Promise<void>((resolve) => {
      void one.route(/api\/sessions\/./, async (route) => {
        resolve();
        await known;
        await route.continue();
      });
    });
    await one.goto(`${lab.origin}/notebooks/at-once.ipynb`);
    await begun;
    await two.goto(`${lab.origin}/notebooks/at-once.ipynb`);
    await run(two, 0);
    await one.locator('.jp-CodeCell').nth(1).locator('.cm-content').click();
    await one.keyboard.press('Control+Enter');
    letThrough();
    await one.locator('.jp-CodeCell').nth(1).getByText('42').waitFor();
  });

  it('share one kernel for a notebook open three times, and mark what a restart in one of them lost until it runs again', async () => {
    await writeNotebook(lab, 'restarted', ['const here = 41', 'here + 1', 'await new Promise(() => {})']);
    const address = '/notebooks/restarted.ipynb';
    const [one, two, three] = [
      await visit(address),
      await visit(address),
      await visit('/lab/tree/restarted.ipynb'),
    ];
    for (const tab of [one, two]) await showsNotebook(tab, address);
    await three.locator('.jp-CodeCell:visible').nth(1).waitFor();
    // They run in one kernel.
    await run(one, 0);
    await run(two, 1);
    await two.locator('.jp-CodeCell').nth(1).getByText('42').waitFor();
    await three.locator('.jp-CodeCell:visible .cm-content').first().click();
    await three.keyboard.press('Control+Enter');
    await three.locator('.jp-CodeCell:visible .jp-InputPrompt', { hasText: '[3]:' }).waitFor();
    await two.locator('.jp-CodeCell').nth(2).locator('.cm-content').click();
    await two.keyboard.press('Control+Enter');
    await two.locator('.jp-CodeCell').nth(2).locator('.jp-InputPrompt', { hasText: '[*]:' }).waitFor();
    await one.locator('[data-command="notebook:restart-kernel"]').click();
    await one.locator('.jp-Dialog button.jp-mod-accept').click();
    const gone = '.jp-CodeCell.listenlab-gone:visible';
    await two
      .locator('.jp-CodeCell')
      .nth(2)
      .getByText(/kernel was restarted from a page/)
      .first()
      .waitFor();
    for (const tab of [two, three]) {
      await tab.locator(gone).first().waitFor();
      await tab
        .locator('.Toastify__toast')
        .getByText(/restarted from another page/)
        .waitFor();
    }
    expect(await one.locator('.Toastify__toast').count()).toBe(0);
    await run(two, 0);
    await run(two, 1);
    await expect.poll(() => two.locator('.jp-CodeCell:not(:nth-child(3)).listenlab-gone').count()).toBe(0);
    await two.locator('.jp-CodeCell').nth(1).getByText('42').waitFor();
    // Jupyter logs the new connection in the page that restarts a kernel.
    complainOnlyOf('Connection lost, reconnecting in 0 seconds.');
  });

  it('show what another has run but not saved, without marking it as changed', async () => {
    await writeNotebook(lab, 'looked-at', ["console.log('printed'); 'the value'"]);
    const one = await visit('/notebooks/looked-at.ipynb');
    await showsNotebook(one, '/notebooks/looked-at.ipynb');
    await run(one, 0);
    const [lab1, two] = [
      await visitKernel('/lab/tree/looked-at.ipynb'),
      await visitKernel('/notebooks/looked-at.ipynb'),
    ];
    for (const tab of [lab1, two]) {
      // JupyterLab has reopened what other tests left in its workspace.
      await tab.locator('.jp-OutputArea:visible').getByText('the value').waitFor();
      await tab.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]:visible').waitFor();
    }
    const changed = lab1.locator('.lm-TabBar-tab.jp-mod-dirty', { hasText: 'looked-at' });
    expect(await changed.count()).toBe(0);
    const asked: string[] = [];
    two.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    // A page that was never clicked closes without asking, even with unsaved changes.
    await two.locator('.jp-InputPrompt').first().click();
    await Promise.all([two.waitForEvent('close'), two.close({ runBeforeUnload: true })]);
    expect(asked).toEqual([]);
    await lab1.locator('.jp-Cell .cm-content:visible').first().click();
    await lab1.keyboard.type('// mine');
    await changed.waitFor();
  });

  it('include any number of JupyterLab windows next to the notebook interface, and apply the theme chosen in one of them', async () => {
    const files = await visit('/tree');
    const jupyter = [await visit('/lab'), await visit('/lab')];
    const notebook = await visit('/notebooks/notebooks/01-explore.ipynb');
    await listsFiles(files, '/tree');
    await showsLab(jupyter[0], /^\/lab(\/tree|$)/);
    // Each window has its own workspace, so the second has another name.
    await showsLab(jupyter[1], /^\/lab\/workspaces\/auto-\w$/);
    await showsNotebook(notebook, '/notebooks/notebooks/01-explore.ipynb');
    await jupyter[1].locator('.jp-DirListing-item', { hasText: 'notebooks' }).dblclick();
    await jupyter[1].locator('.jp-DirListing-item', { hasText: '02-train.ipynb' }).dblclick();
    const shown = jupyter[1].locator('#jp-main-dock-panel .lm-TabBar-tabLabel', {
      hasText: '02-train.ipynb',
    });
    await shown.waitFor();
    await expect.poll(() => new URL(jupyter[1].url()).pathname).toContain('/tree/notebooks/02-train.ipynb');
    for (const tab of [...jupyter, files, notebook]) await tab.reload();
    await showsLab(jupyter[0], /^\/lab(\/tree|$)/);
    await shown.waitFor();
    await listsFiles(files, '/tree');
    await showsNotebook(notebook, '/notebooks/notebooks/01-explore.ipynb');

    await chooseEntry(jupyter[0], 'View', 'Appearance', 'Simple Interface');
    await showsLab(jupyter[0], /^\/doc(\/tree|$)/);
    await jupyter[0].reload();
    await showsLab(jupyter[0], /^\/doc(\/tree|$)/);

    const tabs = [files, jupyter[1], notebook];
    const isLight = () => Promise.all(tabs.map((tab) => tab.getAttribute('body', 'data-jp-theme-light')));
    const [first] = context.pages();
    const schemeOf = (page: Page) => page.evaluate(() => getComputedStyle(document.body).colorScheme);
    for (const [name, light] of [
      ['JupyterLab Dark', 'false'],
      ['JupyterLab Light', 'true'],
      ['JupyterLab Dark', 'false'],
    ]) {
      await chooseEntry(files, 'Settings', 'Theme', name);
      await expect.poll(isLight).toEqual([light, light, light]);
      await expect.poll(() => schemeOf(first)).toBe(light === 'true' ? 'light' : 'dark');
    }
    expect(await schemeOf(await visit('/'))).toBe('dark');
  });

  it('follow links to folders and files of other types', async () => {
    await writeFile(path.join(lab.folder, 'plays.txt'), 'a b c');
    for (const [asked, shown] of [
      ['/notebooks/notebooks', '/tree/notebooks'],
      ['/tree/notebooks/02-train.ipynb?x=1', '/notebooks/notebooks/02-train.ipynb?x=1'],
      ['/tree/plays.txt', '/edit/plays.txt'],
    ]) {
      // The server redirects them; the test does not wait for their contents.
      const page = await context.newPage();
      await page.goto(lab.origin + asked, { waitUntil: 'commit' });
      expect(page.url()).toBe(lab.origin + shown);
    }
  });
});

/** Expects that the tabs wrote nothing else to the console up to now. */
function complainOnlyOf(known: string): void {
  expect(complaints.flatMap((found) => found()).filter((problem) => !problem.includes(known))).toEqual([]);
  complaints = [];
}

async function visit(address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(lab.origin + address);
  return page;
}

/** Waits for the page's last automatic kernel request: one without a reply is logged in the console. */
async function visitKernel(address: string): Promise<Page> {
  const page = await context.newPage();
  const answered = page
    .waitForEvent('websocket', (socket) => socket.url().includes('/channels'))
    .then((socket) =>
      socket.waitForEvent('framereceived', ({ payload }) => payload.includes('history_reply')),
    );
  await page.goto(lab.origin + address);
  await answered;
  return page;
}

/** The tab opened by an action. */
async function opened(act: () => Promise<unknown>): Promise<Page> {
  const [page] = await Promise.all([context.waitForEvent('page'), act()]);
  return page;
}

/** Waits for a notebook with its kernel and for this address, which follows once the server has answered a rename. */
async function showsNotebook(page: Page, pathname: string): Promise<void> {
  await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  await expect
    .poll(() => decodeURIComponent(new URL(page.url()).pathname))
    .toBe(decodeURIComponent(pathname));
}

/** The heading, the browser tab and the address show this name of the document. */
async function isCalled(page: Page, name: string, pathname: string): Promise<void> {
  await page.locator('#jp-title h1').getByText(name, { exact: true }).waitFor();
  await expect.poll(() => page.title()).toBe(name);
  await expect.poll(() => decodeURIComponent(new URL(page.url()).pathname)).toBe(pathname);
}

async function listsFiles(page: Page, pathname: string): Promise<void> {
  await page.locator('.jp-DirListing-item').first().waitFor();
  await expect.poll(() => new URL(page.url()).pathname).toBe(pathname);
}

/** JupyterLab has started under an address of this form. */
async function showsLab(page: Page, pathname: RegExp): Promise<void> {
  await page.waitForURL((url) => pathname.test(url.pathname));
  await page.locator('#jp-main-dock-panel :is(.jp-Launcher, .jp-NotebookPanel):visible').first().waitFor();
}

async function run(page: Page, index: number): Promise<void> {
  const cell = page.locator('.jp-CodeCell').nth(index);
  await cell.locator('.cm-content').click();
  await page.keyboard.press('Control+Enter');
  await cell.locator('.jp-InputPrompt', { hasText: /^\[\d+\]:$/ }).waitFor();
}
