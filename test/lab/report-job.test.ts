import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReportJob } from '#listenlab/lab/report-job.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-report-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A job whose command is a program of these lines; `args` are the arguments it was given. */
function job(program: string): ReportJob {
  const script = `const args = process.argv.slice(1); ${program}`;
  return new ReportJob({
    command: [process.execPath, '-e', script, '--'],
    folder,
    target: path.join(folder, 'out'),
  });
}

const settled = (made: ReportJob) =>
  expect.poll(() => made.state.status, { timeout: 20_000 }).not.toBe('running');

describe('making the report', () => {
  it('runs the command with the notebooks in the lab’s folder, and tells its last line', async () => {
    const made = job(`
      require('fs').writeFileSync(args[args.indexOf('--report') + 1], JSON.stringify({ args, cwd: process.cwd() }));
      console.error('01  1/2\\n01  2/2');`);
    expect(made.state.status).toBe('idle');
    made.start(['notebooks/01.ipynb']);
    await settled(made);
    expect(made.state).toEqual({ status: 'done', text: 'The report is ready.' });
    const { args, cwd } = JSON.parse(await readFile(made.file, 'utf8'));
    expect(args.slice(0, 2)).toEqual(['run', './notebooks/01.ipynb']);
    expect(path.basename(cwd)).toBe(path.basename(folder));
  });

  it('says what went wrong, and can start again', async () => {
    const made = job("console.error('working'); console.error('cell 3 failed'); process.exit(1);");
    made.start(['a.ipynb']);
    await settled(made);
    expect(made.state).toEqual({ status: 'failed', text: 'cell 3 failed' });
    made.start(['a.ipynb']);
    expect(made.state.status).toBe('running');
    await settled(made);
  });

  it('says so when there is nothing to run, or the program cannot be started', async () => {
    const made = job('');
    made.start([]);
    expect(made.state).toMatchObject({ status: 'failed', text: expect.stringContaining('no notebooks') });
    const missing = path.join(folder, 'missing');
    const broken = new ReportJob({ command: [missing], folder, target: path.join(folder, 'out') });
    broken.start(['a.ipynb']);
    await settled(broken);
    expect(broken.state).toEqual({ status: 'failed', text: expect.stringContaining('ENOENT') });
  });

  it('runs one at a time, and ends when the lab does', async () => {
    const count = path.join(folder, 'count');
    const made = job(
      `require('fs').appendFileSync(${JSON.stringify(count)}, 'x'); console.error('up'); setInterval(() => {}, 1000);`,
    );
    made.start(['a.ipynb']);
    await expect.poll(() => made.state.text, { timeout: 20_000 }).toBe('up');
    made.start(['a.ipynb']);
    expect(await readFile(count, 'utf8')).toBe('x');
    made.close();
    await settled(made);
    expect(made.state.status).toBe('failed');
  });
});
