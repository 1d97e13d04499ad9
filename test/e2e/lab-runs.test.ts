import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from './chromium.js';
import { type Lab, startLab, writeNotebook } from './lab-process.js';
import { NotebookPage } from './notebook-page.js';

/** Runs until the test writes the file. */
const waitsFor = (file: string) =>
  `import { existsSync } from 'node:fs';
console.log('before');
while (!existsSync('${file}')) await new Promise((resolve) => setTimeout(resolve, 20));
console.log('after');
6 * 7`;

let lab: Lab;
let browser: Browser;

describe.skipIf(!hasChromium)('runs that outlast their page, and kernels that die (needs Chromium)', () => {
  beforeAll(async () => {
    // Little memory, so that it fills up quickly.
    process.env.NODE_OPTIONS = '--max-old-space-size=500';
    [lab, browser] = await Promise.all([startLab(), launchChromium()]);
    // A notebook is saved automatically after two minutes, which may happen during a test on a busy machine.
    const saved = await askLab('PUT', '/lab/api/settings/@jupyterlab/docmanager-extension:plugin', {
      raw: '{ "autosave": false }',
    });
    expect(saved.ok).toBe(true);
  });

  afterAll(async () => {
    await browser?.close();
    expect(await lab?.close()).toBe(0);
    delete process.env.NODE_OPTIONS;
  });

  async function openCells(name: string, sources: string[]): Promise<NotebookPage> {
    await writeNotebook(lab, name, sources);
    const notebook = await NotebookPage.open(browser, lab, `${name}.ipynb`);
    notebook.page.on('dialog', (dialog) => void dialog.accept());
    return notebook;
  }

  function askLab(method: string, path: string, body?: object): Promise<Response> {
    const headers = { authorization: `token ${new URL(lab.url).searchParams.get('token')}` };
    return fetch(lab.origin + path, { method, headers, body: body && JSON.stringify(body) });
  }
  const release = (file: string) => writeFile(path.join(lab.folder, file), '');
  const prompts = async (notebook: NotebookPage, ...expected: string[]) => {
    for (const [i, prompt] of expected.entries()) await expect.poll(() => notebook.prompt(i)).toBe(prompt);
  };
  const texts = async (notebook: NotebookPage, index: number) =>
    (await notebook.outputs(index).allTextContents()).join('|');
  const savedCells = async (name: string) =>
    JSON.parse(await readFile(path.join(lab.folder, `${name}.ipynb`), 'utf8')).cells;

  /** The server's model of a notebook's kernel. */
  async function stateOf(name: string): Promise<string | undefined> {
    const answer = await askLab('GET', '/api/sessions');
    const sessions = (await answer.json()) as { path: string; kernel: { execution_state: string } }[];
    return sessions.find((session) => session.path === `${name}.ipynb`)?.kernel.execution_state;
  }

  it('shows running and queued cells after a reload, and their output and end', async () => {
    const asks = "import { askUser } from 'listenlab';\nconsole.log('hello', await askUser('who?'));";
    const notebook = await openCells('reload', [
      waitsFor('reload-go'),
      "console.log('second')",
      asks,
      'oops(',
    ]);
    const { page } = notebook;
    await notebook.menu('Run', 'Run All Cells');
    await notebook.outputs(0).getByText('before').waitFor();
    await page.reload();
    await prompts(notebook, '[*]:', '[*]:', '[*]:', '[*]:');
    await expect.poll(() => texts(notebook, 0)).toBe('before\n');
    await notebook.kernelIs('busy');
    await release('reload-go');
    await prompts(notebook, '[1]:', '[2]:', '[*]:', '[*]:');
    // The page that started this run is closed; the page that shows it answers.
    await notebook.cell(2).locator('.jp-Stdin-input').fill('you');
    await page.keyboard.press('Enter');
    await prompts(notebook, '[1]:', '[2]:', '[3]:', '[4]:');
    expect(await texts(notebook, 0)).toBe('before\nafter\n|42');
    expect(await texts(notebook, 1)).toBe('second\n');
    await notebook.outputs(2).getByText('hello you').waitFor();
    expect(await texts(notebook, 3)).toContain("')' expected");
    await notebook.kernelIs('idle');
    await notebook.save();
    const cells = await savedCells('reload');
    expect(cells.map((cell: { execution_count: number }) => cell.execution_count)).toEqual([1, 2, 3, 4]);
    expect(cells[0].outputs[0].text.join('')).toBe('before\nafter\n');

    await notebook.reload();
    await prompts(notebook, '[1]:', '[2]:', '[3]:', '[4]:');
    await notebook.run(1);
    expect([await notebook.prompt(1), await texts(notebook, 1)]).toEqual(['[5]:', 'second\n']);
    // Output in the file is not shown twice.
    expect(await texts(notebook, 0)).toBe('before\nafter\n|42');
    expect(notebook.ownProblems()).toEqual([]);
    await page.close();
  });

  it('shows the saved output, not that of an unsaved change', async () => {
    const notebook = await openCells('unsaved', ["'Berlin'", "'later'"]);
    await notebook.run(0);
    await notebook.save();
    await notebook.cell(0).locator('.cm-content').click();
    await notebook.page.keyboard.press('Control+a');
    await notebook.page.keyboard.insertText("'Paris'");
    await notebook.run(0);
    await expect.poll(() => texts(notebook, 0)).toContain('Paris');
    await notebook.reload();
    await prompts(notebook, '[1]:');
    // Output kept by the server would have been shown before the output of this cell.
    await notebook.run(1);
    expect(await texts(notebook, 1)).toContain('later');
    expect(await texts(notebook, 0)).toContain('Berlin');
    await notebook.page.close();
  });

  it('reports a running cell that was not saved and so cannot be shown', async () => {
    const notebook = await openCells('asks-unsaved', ['1', '2']);
    await notebook.write(0, "import { askUser } from 'listenlab';\nawait askUser('Name?')");
    await notebook.start(0);
    await notebook.page.locator('.jp-Stdin-input').waitFor();
    await notebook.page.reload();
    await notebook.page.getByText('The kernel is running a cell that was not saved').waitFor();
    await notebook.page.locator('[data-command="notebook:interrupt-kernel"]').click();
    // A cell queued earlier would be aborted with the failing one.
    await expect.poll(() => stateOf('asks-unsaved')).toBe('idle');
    await notebook.start(1);
    await notebook.outputs(1).getByText('2').waitFor();
    await notebook.page.close();
  });

  it('shows the output and result of a cell that ended while no page was open', async () => {
    const notebook = await openCells('closed', ["console.log('earlier')", waitsFor('closed-go')]);
    await notebook.run(0);
    await notebook.start(1);
    await notebook.outputs(1).getByText('before').waitFor();
    await notebook.page.close();
    await release('closed-go');
    await expect.poll(() => stateOf('closed')).toBe('idle');
    const again = await NotebookPage.open(browser, lab, 'closed.ipynb');
    await prompts(again, '[1]:', '[2]:');
    expect([await texts(again, 0), await texts(again, 1)]).toEqual(['earlier\n', 'before\nafter\n|42']);
    await again.save();
    expect((await savedCells('closed'))[1].execution_count).toBe(2);
    await again.page.close();
  });

  it('lists notebooks with a kernel on the first page, and shuts down the selected one', async () => {
    const notebook = await openCells('listed', [waitsFor('never'), "console.log('next')", 'let kept = 1;']);
    await notebook.run(2);
    await notebook.start(0);
    await notebook.outputs(0).getByText('before').waitFor();
    const page = await browser.newPage();
    await page.goto(lab.url);
    const row = page.locator('#running_list li', { hasText: 'listed.ipynb' });
    await expect
      .poll(() => row.textContent())
      .toMatch(/computing for less than a minute · \d+ MB · open in one page/);
    const closed = page.locator('#running_list li', { hasText: 'closed.ipynb' });
    await expect.poll(() => closed.textContent()).toMatch(/idle for .* · \d+ MB · no page open/);
    const questions: string[] = [];
    page.on('dialog', (dialog) => {
      questions.push(dialog.message());
      void dialog.accept();
    });
    await row.getByRole('button', { name: 'End the kernel of listed.ipynb' }).click();
    await row.waitFor({ state: 'detached' });
    expect(questions.join()).toContain('It is computing: its results so far will be lost.');
    await closed.getByRole('link', { name: 'closed.ipynb' }).waitFor();
    await rm(path.join(lab.folder, 'closed.ipynb'));
    await closed.getByText('Its file is no longer there.').waitFor();
    expect(await closed.getByRole('link').count()).toBe(0);
    await closed.getByRole('button', { name: 'End the kernel of closed.ipynb' }).waitFor();
    // The notebook's page is notified, and continues with a new kernel.
    await notebook.outputs(0).getByText('the kernel was shut down from a page of the lab').waitFor();
    await prompts(notebook, '[2]:', '[ ]:', '[1]:');
    await expect.poll(() => notebook.cell(2).getAttribute('class')).toContain('listenlab-gone');
    await notebook.run(1);
    expect(await texts(notebook, 1)).toBe('next\n');
    expect(await notebook.cell(2).getAttribute('class')).toContain('listenlab-gone');
    // Ended while no cell was running: a notice explains it until a cell runs again.
    await row.getByRole('button', { name: 'End the kernel of listed.ipynb' }).click();
    const notice = notebook.page.locator('.Toastify__toast');
    await notice.getByText('run the cells again, starting with the first; they get a new kernel.').waitFor();
    await notebook.start(1);
    await notice.waitFor({ state: 'detached' });
    await prompts(notebook, '[2]:', '[1]:', '[1]:');
    expect(await notebook.page.locator('.jp-Dialog').count()).toBe(0);
    await page.close();
    await notebook.page.close();
  });

  it('reports that a cell waiting for another program cannot be interrupted, until it ends', async () => {
    const notebook = await openCells('stuck', [
      "import { execSync } from 'node:child_process';\nexecSync('echo started > stuck-on; while [ ! -e stuck-go ]; do sleep 0.1; done');",
    ]);
    await notebook.start(0);
    await expect.poll(() => readFile(path.join(lab.folder, 'stuck-on'), 'utf8').catch(() => '')).not.toBe('');
    const interrupt = notebook.page.locator('[data-command="notebook:interrupt-kernel"]');
    await interrupt.click();
    await interrupt.click();
    const notice = notebook.page.locator('.Toastify__toast', { hasText: 'Restart the kernel to stop it.' });
    await notice.waitFor();
    expect(await notice.count()).toBe(1);
    await release('stuck-go');
    await notice.waitFor({ state: 'detached' });
    await notebook.kernelIs('idle');
    await notebook.page.close();
  });

  it.each([
    ['process.exit(3)', 'exit', 'exit code 3', 'throw an error'],
    // Time for its number to be sent, which a killed process does not see to.
    [
      'setTimeout(() => process.kill(process.pid, "SIGKILL"), 300); await new Promise(() => {})',
      'killed',
      'SIGKILL',
      'memory runs out',
    ],
    [
      'const all: number[][] = [];\nwhile (true) all.push(new Array(1e6).fill(1));',
      'full',
      'ran out of memory',
      'NODE_OPTIONS',
    ],
  ])('explains under the cell how its kernel ended: %s', async (source, name, reason, advice) => {
    const notebook = await openCells(name, ['let kept = 1;', source, 'kept', "console.log('alive')"]);
    const { page } = notebook;
    await notebook.menu('Run', 'Run All Cells');
    const error = notebook.outputs(1);
    await error.getByText(`KernelDied: the kernel`).waitFor();
    for (const part of [reason, advice, 'run the cells again'])
      expect(await error.textContent()).toContain(part);
    await prompts(notebook, '[1]:', '[2]:', '[ ]:', '[ ]:');
    await expect.poll(() => notebook.cell(0).getAttribute('class')).toContain('listenlab-gone');
    await notebook.kernelIs('idle');
    await notebook.run(3);
    expect(await texts(notebook, 3)).toBe('alive\n');
    expect(await notebook.cell(3).getAttribute('class')).not.toContain('listenlab-gone');
    await notebook.save();
    expect((await savedCells(name))[1].outputs.at(-1).ename).toBe('KernelDied');
    if (name === 'exit') {
      await page.reload();
      await expect
        .poll(() => notebook.page.locator('.listenlab-gone .jp-InputPrompt').allTextContents())
        .toEqual(['[1]:', '[2]:']);
      expect(await notebook.cell(3).getAttribute('class')).not.toContain('listenlab-gone');
    }
    await page.close();
  });

  // Must be last: it stops the lab.
  it('reports once that the lab has stopped and a file was not saved, and continues with a restarted lab', async () => {
    const context = await browser.newContext();
    await writeNotebook(lab, 'ends', ["console.log('mine')", waitsFor('never'), "console.log('again')"]);
    const notebook = await NotebookPage.open(context, lab, 'ends.ipynb');
    const { page } = notebook;
    const notes = page.locator('.Toastify__toast');
    await notebook.run(0);
    await notebook.start(1);
    await notebook.outputs(1).getByText('before').waitFor();
    expect(await lab.end()).toBe(0);
    await notebook.outputs(1).getByText('the lab was stopped').waitFor();
    const { port } = new URL(lab.origin);
    const command = `npx listenlab lab ${lab.folder} --port ${port}`;
    const recipe = `(${command}), open the address that it prints in another tab of this browser, then save here.`;
    await notes.getByText(recipe).waitFor();
    await notes.getByText('start it on the same port, as its pages reach no other').waitFor();
    expect(await notes.count()).toBe(1);
    await page.keyboard.press('Control+s');
    const dialog = page.locator('.jp-Dialog', { hasText: 'ends.ipynb was NOT saved' });
    await dialog.getByText(recipe).waitFor();
    await dialog.getByRole('button').first().click();
    expect(notebook.problems.filter((text) => text.startsWith('The lab does not answer'))).toEqual([]);

    // Started on another folder and opened in this browser: this page must not change anything there.
    const other = await startLab({ port: Number(port) });
    const files = await readdir(other.folder);
    await (await context.newPage()).goto(other.url);
    const elsewhere = `This page belongs to a lab that showed the folder ${lab.folder}; the lab running now shows another folder.`;
    await notes.filter({ hasText: elsewhere }).getByText(recipe).waitFor();
    await page.keyboard.press('Control+s');
    await dialog.getByText(elsewhere).waitFor();
    await dialog.getByRole('button').first().click();
    expect(await readdir(other.folder)).toEqual(files);
    expect(await other.close()).toBe(0);
    await notes.getByText('The lab does not answer').waitFor();

    await notebook.start(2);
    const unstarted = page.locator('.jp-Dialog', { hasText: 'Error Starting Kernel' });
    const words = unstarted.locator('pre').first();
    await words.getByText(recipe).waitFor();
    expect(await words.evaluate((pre) => pre.scrollWidth <= pre.clientWidth)).toBe(true);

    const again = await startLab({ port: Number(port), folder: lab.folder });
    await notes.getByText('run the cells again, starting with the first.').waitFor();
    await expect.poll(() => notes.count()).toBe(1);
    await (await context.newPage()).goto(again.url);
    await notes.first().waitFor({ state: 'detached' });
    await unstarted.waitFor({ state: 'detached' });
    await notebook.run(2);
    await notebook.save();
    const outputs = (await savedCells('ends')).map((cell: { outputs: object[] }) => cell.outputs[0]);
    expect(outputs).toMatchObject(['mine', 'before', 'again'].map((text) => ({ text: [`${text}\n`] })));
    expect(await again.end()).toBe(0);
    await context.close();
  });
});
