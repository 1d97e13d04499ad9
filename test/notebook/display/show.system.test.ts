import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { charts, type MimeBundle } from '#listenlab/index.js';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';

const root = path.resolve(import.meta.dirname, '../../..');
const PLOTLY = 'application/vnd.plotly.v1+json';
/** The layout of a figure without one. */
const THEMED = { margin: { t: 28, r: 24, b: 48, l: 56 }, template: charts.plotlyTheme() };

describe('show in a plain Node process', () => {
  it('prints text, and only the last state of progress', () => {
    const script = `
      import { frame, show, showMarkdown, trainingProgress } from 'listenlab';
      show(frame({ artist: ['kent', 'muse'], plays: [12, 7] }));
      showMarkdown('*two* artists');
      show([1, 2]);
      const report = trainingProgress({ now: () => 0 });
      report({ done: 1, total: 2, loss: 0.5 });
      report({ done: 2, total: 2, loss: 0.25 });`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(output.split('\n')).toEqual([
      '   artist  plays',
      '0  kent       12',
      '1  muse        7',
      '*two* artists',
      '[ 1, 2 ]',
      'training · 2 of 2 · loss 0.2500 · 0.00 s',
      '',
    ]);
  });
});

// Notebooks on tslab's own kernel, with their outputs, are covered by the end-to-end tests.
describe('show in a kernel', () => {
  it('sends a value as one output of several types, and progress as one display that is updated', async () => {
    const client = await KernelClient.start({ cwd: path.join(root, 'test') });
    try {
      const first = client.execute(
        `import { progressLine, show, showMarkdown, trainingProgress } from 'listenlab';
         show({ data: [{ y: [1, 2] }], layout: {} });`,
      );
      expect(await outputsOf(first)).toEqual([
        {
          kind: 'output',
          data: {
            [PLOTLY]: { data: [{ y: [1, 2] }], layout: THEMED },
            'text/plain': 'Line chart. 2 points.',
          },
          displayId: undefined,
        },
      ]);
      const second = client.execute(
        `let clock = 0;
         const report = trainingProgress({ now: () => (clock += 500) });
         report({ done: 1, total: 2 });
         report({ done: 2, total: 2 });`,
      );
      const lines = await outputsOf(second);
      expect(lines.map(({ kind }) => kind)).toEqual(['output', 'update', 'update']);
      expect(new Set(lines.map(({ displayId }) => displayId)).size).toBe(1);
      expect(lines[0].displayId).toBeTypeOf('string');
      expect(lines[2].data['text/plain']).toMatch(/^training · 2 of 2 · /);
      const third = await outputsOf(
        client.execute(
          `for (const label of ['a', 'b', 'a']) {
             const line = progressLine(label, { now: () => (clock += 500) });
             line.update(1, 2);
             line.finish();
           }`,
        ),
      );
      const displays = new Set(third.map(({ displayId }) => displayId));
      expect(displays.size).toBe(1);
      const last = third.at(-1)?.data['text/plain'];
      expect(last).toMatch(/^a, 2 times · \d\.\d\d s; b · 1 of 2 · /);
    } finally {
      await client.shutdown();
    }
  });
});

interface Shown {
  kind: string;
  data: MimeBundle;
  displayId?: string;
}

/** What a cell displayed or updated, in order; it must succeed. */
async function outputsOf(cell: ReturnType<KernelClient['execute']>): Promise<Shown[]> {
  const shown: Shown[] = [];
  for await (const event of cell.events) {
    if (event.kind === 'update')
      shown.push({ kind: event.kind, data: event.data, displayId: event.displayId });
    if (event.kind !== 'output') continue;
    const { output, displayId } = event;
    expect(output.output_type).toBe('display_data');
    if ('data' in output) shown.push({ kind: event.kind, data: output.data, displayId });
  }
  expect((await cell.reply).status).toBe('ok');
  return shown;
}
