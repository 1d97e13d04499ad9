import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { formatSeconds } from '#listenlab/util/format.js';
import type { BenchContext, Benchmark, BenchRow } from './harness/context.js';
import { costRow, row, sampleOf } from './harness/measure.js';
import { type ProcessTree, watchProcess } from './harness/process-tree.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** `listenlab run` from start to finish on the whole dataset. */
export const notebooks: Benchmark = {
  title: 'Notebooks',
  about:
    'The numbered notebooks, with their own settings, by `listenlab run --dataset STAND-IN`: first with empty caches of ' +
    'plays and models, then with those that the first run left. Times are of the whole process, and of each notebook’s kernel ' +
    'from its start to its end, CPU times those of all their threads; memory is the peak of the largest process, and of each kernel.',
  async run(context) {
    if (process.platform !== 'linux') {
      context.say('Peaks are read from /proc, which only Linux has: not run.');
      return [];
    }
    const folder = await mkdtemp(path.join(context.dataDirectory, 'notebooks-'));
    const names = (await readdir(path.join(ROOT, 'notebooks'))).filter((name) => /^\d+-/.test(name)).sort();
    try {
      const cold = await runAll(context, folder);
      const warm = await runAll(context, folder);
      return [...rowsOf('with empty caches', names, cold), ...rowsOf('with the caches', names, warm)];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function runAll({ standIn, say }: BenchContext, folder: string): Promise<ProcessTree> {
  const command = [
    'dist/cli/main.js',
    'run',
    '--dataset',
    await standIn(),
    '--output',
    path.join(folder, 'out'),
  ];
  return watchProcess(process.execPath, command, {
    cwd: ROOT,
    env: { ...process.env, LISTENLAB_DATA: folder },
    onLine: say,
  });
}

function rowsOf(state: string, names: readonly string[], { seconds, processes }: ProcessTree): BenchRow[] {
  const [main] = processes;
  // The others are the browser that draws pictures.
  const kernels = processes.filter(({ command }) => command.includes('connection.json'));
  if (kernels.length !== names.length) {
    throw new Error(`${kernels.length} kernels were seen; expected one for each of ${names.join(', ')}`);
  }
  const cpuSeconds = processes.reduce((sum, process) => sum + process.cpuSeconds, 0);
  const largest = Math.max(...processes.map(({ peakMegabytes }) => peakMegabytes));
  const parts = names.map(
    (name, i) =>
      `${name.slice(0, 2)}: ${formatSeconds(kernels[i].seconds)}, CPU ${formatSeconds(kernels[i].cpuSeconds)}`,
  );
  const peaks = names.map((name, i) => `${name.slice(0, 2)}: ${Math.round(kernels[i].peakMegabytes)}`);
  return [
    { ...costRow(`all of them, ${state}`, 's', [{ seconds, cpuSeconds }]), note: parts.join('; ') },
    row(
      `peak memory, ${state}`,
      'MB',
      sampleOf([largest]),
      undefined,
      `run: ${Math.round(main.peakMegabytes)}; ${peaks.join('; ')}`,
    ),
  ];
}
