import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markedCopy, type RunSettings } from '#listenlab/notebook/jupyter/executed-copy.js';
import { writeNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import { ReportJob } from '#listenlab/notebook/lab/reports/report-job.js';
import { reportPlace } from '#listenlab/notebook/lab/reports/report-place.js';
import { RunClock } from '#listenlab/notebook/lab/reports/run-clock.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-report-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A job whose command is a program with these lines; `args` are its arguments. */
function job(program: string): ReportJob {
  const script = `const args = process.argv.slice(1); ${program}`;
  return new ReportJob({
    command: [process.execPath, '-e', script, '--'],
    folder,
    target: path.join(folder, 'out'),
  });
}

/** The results of a run of notebooks in the folder: the report, and their executed copies next to it. */
async function writeReport(
  report: string,
  notebooks: readonly string[],
  dataset?: string,
  settings?: RunSettings,
): Promise<void> {
  const copies = report.replace(/.html$/, '');
  await mkdir(copies, { recursive: true });
  await writeFile(report, 'before');
  for (const notebook of notebooks) {
    const target = path.join(copies, path.basename(notebook));
    const source = { file: path.join(folder, notebook), dataset, settings };
    const empty = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 } as const;
    await writeNotebook(target, markedCopy({ ...empty, cells: [] }, target, report, source));
  }
}

const settled = (made: ReportJob) => expect.poll(() => made.state.status).not.toBe('running');

describe('a report job', () => {
  it("runs the command with the notebooks in the lab's folder, and returns its last line", async () => {
    const made = job(`
      require('fs').writeFileSync(args[args.indexOf('--report') + 1], JSON.stringify({ args, cwd: process.cwd() }));
      console.error('01  1/2\\n01  2/2');`);
    expect(made.state.status).toBe('idle');
    made.start({ notebooks: ['notebooks/01.ipynb'] });
    await settled(made);
    expect(made.state).toMatchObject({ status: 'done', text: 'The report is ready: out/report.html.' });
    const { args, cwd } = JSON.parse(await readFile(path.join(folder, 'out/report.html'), 'utf8'));
    expect(args.slice(0, 2)).toEqual(['run', './notebooks/01.ipynb']);
    expect(path.basename(cwd)).toBe(path.basename(folder));
  });

  it('reports what went wrong, and can be started again', async () => {
    const made = job("console.error('working'); console.error('cell 3 failed'); process.exit(1);");
    made.start({ notebooks: ['a.ipynb'] });
    await settled(made);
    expect(made.state).toMatchObject({ status: 'failed', text: 'cell 3 failed' });
    made.start({ notebooks: ['a.ipynb'] });
    expect(made.state.status).toBe('running');
    await settled(made);
  });

  it('names the failing cell and the reason in one line', async () => {
    const said =
      'a  1/1\\nerror: cell 1 of a.ipynb failed:\\n    f()\\n\\nError: no f\\nCell [1] line 1, in f\\n    1 | f()\\n    at Cell [1]';
    const made = job(`console.error('${said}'); process.exit(1);`);
    made.start({ notebooks: ['a.ipynb'] });
    await settled(made);
    expect(made.state.text).toBe('cell 1 of a.ipynb failed: Error: no f');
    const compiled =
      "error: cell 1 of a.ipynb failed:\\n    f()\\n\\nCell [1] line 1, column 1: Cannot find name 'f'. (TS2304)\\n    1 | f()\\n      | ~";
    const unchecked = job(`console.error("${compiled}"); process.exit(1);`);
    unchecked.start({ notebooks: ['a.ipynb'] });
    await settled(unchecked);
    expect(unchecked.state.text).toBe(
      "cell 1 of a.ipynb failed: Cell [1] line 1, column 1: Cannot find name 'f'. (TS2304)",
    );
  });

  it('says so if there is nothing to run, or the program cannot be started', async () => {
    const made = job('');
    made.start({ notebooks: [] });
    expect(made.state).toMatchObject({ status: 'failed', text: expect.stringContaining('tick those') });
    const missing = path.join(folder, 'missing');
    const broken = new ReportJob({ command: [missing], folder, target: path.join(folder, 'out') });
    broken.start({ notebooks: ['a.ipynb'] });
    await settled(broken);
    expect(broken.state).toMatchObject({ status: 'failed', text: expect.stringContaining('ENOENT') });
  });

  it('counts finished cells, and names the report after the dataset', async () => {
    const made = job(`
      process.once('SIGINT', () => {
        require('fs').writeFileSync('interrupted', args[args.indexOf('--report') + 1] + process.env.LISTENLAB_DATASET);
        process.exit(130);
      });
      setInterval(() => {}, 1000);
      process.send({ kind: 'listenlab-run', name: '02-train', notebook: 2, notebooks: 3, done: 7, total: 20 });`);
    const environment = { LISTENLAB_DATASET: '../my plays.tsv' };
    made.start({ notebooks: ['a.ipynb'], after: '../my plays.tsv', environment });
    await expect.poll(() => made.state.total).toBe(20);
    expect(made.state).toMatchObject({
      text: 'Running 02-train, notebook 2 of 3',
      done: 7,
      notebooks: ['a.ipynb'],
    });
    expect(made.state.secondsLeft).toBeGreaterThan(0);

    made.cancel();
    await settled(made);
    expect(made.state).toMatchObject({ status: 'idle', text: expect.stringContaining('Cancelled') });
    const report = path.join(folder, 'out/my-plays.html');
    expect(await readFile(path.join(folder, 'interrupted'), 'utf8')).toBe(`${report}../my plays.tsv`);
  });

  it('leaves nothing behind when cancelled, and mentions a previous report only if there was one', async () => {
    const made = job(`
      const report = args[args.indexOf('--report') + 1];
      const copies = report.replace(/.html$/, '');
      require('fs').mkdirSync(copies, { recursive: true });
      require('fs').writeFileSync(copies + '/a.ipynb', '');
      process.once('SIGINT', () => process.exit(130));
      setInterval(() => {}, 1000);
      process.send({ kind: 'listenlab-run', name: 'a', notebook: 1, notebooks: 1, done: 1, total: 2 });`);
    const cancelled = async () => {
      made.start({ notebooks: ['a.ipynb'] });
      await expect.poll(() => made.state.total).toBe(2);
      made.cancel();
      await settled(made);
      return made.state.text;
    };
    expect(await cancelled()).toBe('Cancelled.');
    expect(await readdir(folder)).toEqual([]);
    await writeReport(path.join(folder, 'out/report.html'), ['a.ipynb']);
    expect(await cancelled()).toBe('Cancelled. The previous report is unchanged.');
    expect(await readdir(path.join(folder, 'out'))).toEqual(['report', 'report.html']);
  });

  it('replaces only a report of the same notebooks on the same dataset, and says which file it wrote', async () => {
    const out = (name: string) => path.join(folder, 'out', name);
    const write = "require('fs').writeFileSync(args[args.indexOf('--report') + 1], 'now');";
    const make = async (notebooks: string[], dataset?: string) => {
      const made = job(write);
      const environment: Record<string, string> = dataset ? { LISTENLAB_DATASET: dataset } : {};
      for (const name of notebooks) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
        const empty = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 } as const;
        await writeNotebook(path.join(folder, name), { ...empty, cells: [] });
      }
      made.start({ notebooks, after: 'Untitled.ipynb', environment });
      await settled(made);
      return made.state.text;
    };
    await writeReport(out('Untitled.html'), ['mine/Untitled.ipynb'], 'sample');
    expect(await make(['mine/Untitled.ipynb'], 'sample')).toBe('The report is ready: out/Untitled.html.');
    await writeReport(out('Untitled.html'), ['mine/Untitled.ipynb'], 'sample');
    const beside =
      'out/Untitled.html was made from other notebooks, another dataset or other settings, and is unchanged.';
    for (const [notebooks, dataset] of [
      [['other/Untitled.ipynb'], 'sample'],
      [['mine/Untitled.ipynb'], 'lastfm-2k'],
      [['mine/Untitled.ipynb', 'mine/b.ipynb'], 'sample'],
    ] as const) {
      const text = await make([...notebooks], dataset);
      expect(text).toBe(`The report is ready: out/Untitled-2.html. ${beside}`);
      await rm(out('Untitled-2.html'));
    }
    await writeReport(out('Untitled-2.html'), ['other/Untitled.ipynb'], 'sample');
    expect(await make(['other/Untitled.ipynb'], 'sample')).toContain('out/Untitled-2.html');
    // A report without metadata, as from an earlier version, is kept as well.
    await writeFile(out('Untitled-3.html'), 'of somebody');
    expect(await make(['third/Untitled.ipynb'])).toContain('ready: out/Untitled-4.html.');
    expect(await readFile(out('Untitled.html'), 'utf8')).toBe('before');
    expect(await readFile(out('Untitled-3.html'), 'utf8')).toBe('of somebody');
  });

  it('does not mention a report that was deleted while this one was made', async () => {
    const before = path.join(folder, 'out/report.html');
    await writeReport(before, ['other.ipynb']);
    const made = job(`
      require('fs').rmSync(${JSON.stringify(before)});
      require('fs').writeFileSync(args[args.indexOf('--report') + 1], 'now');`);
    made.start({ notebooks: ['a.ipynb'] });
    await settled(made);
    expect(made.state.text).toBe('The report is ready: out/report-2.html.');
  });

  it('keeps a report that was made on the command line with other settings or its own title', async () => {
    const file = path.join(folder, 'Untitled.ipynb');
    const out = (name: string) => path.join(folder, 'out', name);
    const place = () => reportPlace(path.join(folder, 'out'), 'Untitled', [{ file }]);
    const others: RunSettings[] = [{ n: '10' }, { '--title': 'For the board' }];
    for (const settings of others) {
      await writeReport(out('Untitled.html'), ['Untitled.ipynb'], undefined, settings);
      expect(await place()).toMatchObject({
        report: out('Untitled-2.html'),
        beside: out('Untitled.html'),
        isFirst: true,
      });
    }
    await writeReport(out('Untitled-2.html'), ['Untitled.ipynb']);
    expect(await place()).toMatchObject({ report: out('Untitled-2.html'), isFirst: false });
    await writeReport(out('Untitled.html'), ['Untitled.ipynb'], undefined, {});
    expect(await place()).toMatchObject({ report: out('Untitled.html'), isFirst: false });
  });

  it('uses the name of a deleted report of the same notebooks, and keeps copies that others left', async () => {
    const report = path.join(folder, 'out/Untitled.html');
    await writeReport(report, ['mine/Untitled.ipynb']);
    await rm(report);
    const place = (file: string) => reportPlace(path.join(folder, 'out'), 'Untitled', [{ file }]);
    expect((await place(path.join(folder, 'mine/Untitled.ipynb'))).report).toBe(report);
    expect(await place(path.join(folder, 'Untitled.ipynb'))).toMatchObject({
      report: path.join(folder, 'out/Untitled-2.html'),
      beside: path.join(folder, 'out/Untitled'),
    });
  });

  it('runs one report at a time, and ends with the lab', async () => {
    const count = path.join(folder, 'count');
    const made = job(
      `require('fs').appendFileSync(${JSON.stringify(count)}, 'x'); setInterval(() => {}, 1000);`,
    );
    made.start({ notebooks: ['a.ipynb'] });
    await expect.poll(() => readFile(count, 'utf8').catch(() => '')).toBe('x');
    made.start({ notebooks: ['a.ipynb'] });
    made.close();
    await settled(made);
    expect(await readFile(count, 'utf8')).toBe('x');
  });
});

describe('the estimated time left', () => {
  /** A run whose cells take this many seconds each. */
  function run(seconds: number[], before?: RunClock): { clock: RunClock; left: (number | undefined)[] } {
    let now = 0;
    const clock = new RunClock(before, () => now);
    const left = [clock.tick(0, seconds.length)];
    seconds.forEach((each, i) => {
      now += each * 1000;
      left.push(clock.tick(i + 1, seconds.length));
    });
    return { clock, left };
  }

  it('starts after a fifth of the cells, assuming that all take equally long', () => {
    expect(run([1, 1, 4, 1, 1, 1, 1, 1, 1, 1]).left.slice(0, 4)).toEqual([undefined, undefined, 8, 14]);
  });

  it('uses the times of the previous run, scaled to the pace of this one', () => {
    const { clock } = run([1, 1, 8]);
    expect(run([1, 1, 8], clock).left).toEqual([10, 9, 8, 0]);
    expect(run([2, 2, 16], clock).left).toEqual([10, 18, 16, 0]);
  });
});
