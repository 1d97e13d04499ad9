import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { START_LIMIT } from '../jupyter/kernel-support.js';
import { bundleOf, modelIn, outputsText, textOf, WidgetFrontEnd } from './front-end.js';

const LIMIT = START_LIMIT;

let folder = '';
let frontEnd: WidgetFrontEnd;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'listenlab-interact-'));
  frontEnd = await WidgetFrontEnd.start();
  await frontEnd.run(
    "import { frame, interact, openDataset, show, trainAls, widgets } from 'listenlab';\nimport { setTimeout as sleep } from 'node:timers/promises';",
  );
}, LIMIT);
afterAll(async () => {
  await frontEnd.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a cell with an `interact`, and returns the ids of its slider and its output. */
async function interact(code: string) {
  const published = await frontEnd.run(code);
  // On a slow machine a progress line about the data comes first.
  expect(
    published.some(({ content }) => 'application/vnd.jupyter.widget-view+json' in Object(content.data)),
  ).toBe(true);
  return {
    slider: frontEnd.latest('IntSliderModel').id,
    output: frontEnd.latest('OutputModel').id,
    published,
  };
}

const outputOf = (id: string) => outputsText(frontEnd.models.get(id)?.outputs);

describe('interact', () => {
  it(
    'shows controls, and below them what the function prints, shows and returns',
    async () => {
      const { slider, output, published } = await interact(
        `await interact(({ alpha, hide }) => {
        console.log('alpha', alpha, hide);
        show('shown');
        return frame({ alpha: [alpha] });
      }, { alpha: widgets.slider({ min: 1, max: 40, value: 15 }), hide: widgets.checkbox() });`,
      );
      expect(textOf(published)).toBe('');
      const bundle = bundleOf(published, 'display_data');
      expect(bundle['text/plain']).toBe('alpha: 15 (slider 1 to 40)\nhide: no (checkbox)');
      const box = frontEnd.models.get(modelIn(bundle));
      expect(box?.children).toEqual(
        [slider, frontEnd.latest('CheckboxModel').id, output].map((id) => `IPY_MODEL_${id}`),
      );
      expect(frontEnd.models.get(slider)?.description).toBe('alpha');
      const outputs = frontEnd.models.get(output)?.outputs as { data?: Record<string, unknown> }[];
      expect(outputs).toHaveLength(3);
      expect(outputs[2].data?.['text/html']).toContain('<table');

      await frontEnd.changed(slider, { value: 20 });
      const text = await frontEnd.outputText(output, (now) => now.includes('alpha 20'));
      expect(text).not.toContain('alpha 15');
    },
    LIMIT,
  );

  it(
    'runs with the latest of many values, not with each',
    async () => {
      const { slider, output } = await interact(
        'let runs = 0;\nawait interact(({ n }) => { runs++; console.log(n); }, { n: widgets.slider({ min: 0, max: 1000 }) });',
      );
      for (let value = 1; value <= 300; value++) frontEnd.change(slider, { value });
      await frontEnd.outputText(output, (text) => text === '300\n');
      const runs = Number(await frontEnd.printed('console.log(runs);'));
      expect(runs).toBeGreaterThanOrEqual(2);
      expect(runs).toBeLessThan(150);
    },
    LIMIT,
  );

  it(
    'runs once for values that arrive while another cell is busy',
    async () => {
      const { slider, output } = await interact(
        'let later = 0;\nawait interact(({ n }) => { later++; return n; }, { n: widgets.slider({ min: 0, max: 9 }) });',
      );
      const cell = frontEnd.client.send('execute_request', { code: 'await sleep(150);' });
      for (const value of [1, 2, 3]) frontEnd.change(slider, { value });
      await frontEnd.client.publishedFor(cell);
      await frontEnd.outputText(output, (text) => text === '3');
      expect(await frontEnd.printed('console.log(later);')).toBe('2\n');
    },
    LIMIT,
  );

  it(
    'aborts a superseded run and drops its remaining output',
    async () => {
      const { slider, output } = await interact(
        `const ends: string[] = [];
      await interact(async ({ n }, signal) => {
        console.log('begin', n);
        if (n !== 1) return 'end ' + n;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ends.push(String(signal.reason.name));
        console.log('stale');
        return 'stale';
      }, { n: widgets.slider({ min: 0, max: 9 }) });`,
      );
      await frontEnd.changed(slider, { value: 1 });
      await frontEnd.outputText(output, (text) => text === 'begin 1\n');
      await frontEnd.changed(slider, { value: 2 });
      await frontEnd.outputText(output, (text) => text === "begin 2\n'end 2'");
      expect(await frontEnd.printed('await sleep(150); console.log(ends);')).toBe("[ 'AbortError' ]\n");
      expect(outputOf(output)).toBe("begin 2\n'end 2'");
    },
    LIMIT,
  );

  it(
    'stops a training superseded by a newer value, without extra code',
    async () => {
      const { slider, output } = await interact(
        `const sample = await openDataset('sample', { dataDirectory: ${JSON.stringify(folder)} });
      const { dataset } = await sample.clean();
      const interactions = await dataset.interactions();
      let workers = 0;
      process.on('worker', (worker) => { workers++; worker.on('exit', () => { workers--; }); });
      const log: string[] = [];
      await interact(async ({ factors }) => {
        const iterations = factors === 8 ? 100_000 : 1;
        try {
          return (await trainAls(interactions, { factors, iterations })).factors;
        } catch (error) {
          log.push(error.name);
          throw error;
        }
      }, { factors: widgets.slider({ min: 4, max: 16 }) });`,
      );
      // A training that takes longer than a second leaves a progress line before its result.
      const returned = () =>
        outputsText((frontEnd.models.get(output)?.outputs as object[] | undefined)?.slice(-1));
      expect(returned()).toBe('4');
      await frontEnd.changed(slider, { value: 8 });
      // The training shows its progress line inside the output.
      await frontEnd.outputText(output, (text) => /^training [█░]+ /.test(text));
      await frontEnd.changed(slider, { value: 16 });
      await frontEnd.client.until(() => (returned() === '16' ? true : undefined));
      expect(await frontEnd.printed('while (workers > 0) await sleep(10); console.log(log);')).toBe(
        "[ 'AbortError' ]\n",
      );
    },
    LIMIT,
  );

  it(
    'receives changes while its first run continues',
    async () => {
      const before = frontEnd.models.size;
      const id = frontEnd.client.send('execute_request', {
        code: `await interact(async ({ n }, signal) => {
        if (n === 5) return 'done';
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      }, { n: widgets.slider({ min: 0, max: 9 }) }); console.log('cell over');`,
      });
      await frontEnd.client.publishedMessage(
        ({ parent, header }) => parent.msg_id === id && header.msg_type === 'display_data',
      );
      expect(frontEnd.models.size).toBeGreaterThan(before);
      const { id: slider } = frontEnd.latest('IntSliderModel');
      await frontEnd.changed(slider, { value: 5 });
      expect(textOf(await frontEnd.client.publishedFor(id))).toBe('cell over\n');
      expect(outputOf(frontEnd.latest('OutputModel').id)).toBe("'done'");
    },
    LIMIT,
  );

  it(
    'fails its cell if the first run fails, and shows later errors below the controls',
    async () => {
      const id = frontEnd.client.send('execute_request', {
        code: `await interact(({ n }) => {
        if (n !== 2) throw new RangeError('n is ' + n);
        return n;
      }, { n: widgets.slider({ min: 0, max: 9 }) });`,
      });
      // The reply may arrive before the messages of the widgets, which use another socket.
      const [{ content }] = await Promise.all([
        frontEnd.client.replyTo(id),
        frontEnd.client.publishedFor(id),
      ]);
      expect(content).toMatchObject({ ename: 'RangeError', evalue: 'n is 0' });
      const [slider, output] = ['IntSliderModel', 'OutputModel'].map((name) => frontEnd.latest(name).id);
      await frontEnd.changed(slider, { value: 2 });
      await frontEnd.outputText(output, (text) => text === '2');
      await frontEnd.changed(slider, { value: 3 });
      await frontEnd.outputText(output, (text) => text === 'RangeError: n is 3');
      const [error] = frontEnd.latest('OutputModel').outputs as { traceback: string[] }[];
      expect(error.traceback.join('\n')).toMatch(/Cell \[\d+\] line 2/);
      expect(error.traceback.join('\n')).not.toMatch(/node:|dist\//);
    },
    LIMIT,
  );

  it(
    'shows values that cannot be sent as an error, and continues',
    async () => {
      const { slider, output } = await interact(
        `await interact(({ n }) => ({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': n === 1 ? 1n : n }) }), {
          n: widgets.slider({ min: 0, max: 9 }),
        });`,
      );
      await frontEnd.changed(slider, { value: 1 });
      await frontEnd.outputText(output, (text) => text.includes('Do not know how to serialize a BigInt'));
      await frontEnd.changed(slider, { value: 2 });
      await frontEnd.outputText(output, (text) => text === '2');
    },
    LIMIT,
  );

  it(
    'is stopped in its first run by an interrupt of the cell, and still follows its controls',
    async () => {
      const id = frontEnd.client.send('execute_request', {
        code: `await interact(async ({ n }, signal) => {
          if (n === 1) return 'moved';
          console.log('first');
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        }, { n: widgets.slider({ min: 0, max: 9 }) });`,
      });
      await frontEnd.client.publishedMessage(
        ({ parent, header }) => parent.msg_id === id && header.msg_type === 'display_data',
      );
      const [slider, output] = ['IntSliderModel', 'OutputModel'].map((name) => frontEnd.latest(name).id);
      await frontEnd.outputText(output, (text) => text === 'first\n');
      frontEnd.interrupt();
      expect((await frontEnd.client.replyTo(id)).content).toMatchObject({ ename: 'KeyboardInterrupt' });
      await frontEnd.changed(slider, { value: 1 });
      await frontEnd.outputText(output, (text) => text === "'moved'");
    },
    LIMIT,
  );

  it(
    'is stopped by an interrupt, even in a run that no cell waits for',
    async () => {
      const { slider, output } = await interact(
        `await interact(async ({ n }, signal) => {
        if (n === 0) return 'ready';
        console.log('waiting');
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      }, { n: widgets.slider({ min: 0, max: 9 }) });`,
      );
      await frontEnd.changed(slider, { value: 1 });
      await frontEnd.outputText(output, (text) => text === 'waiting\n');
      frontEnd.interrupt();
      await frontEnd.outputText(output, (text) => text.endsWith('AbortError: interrupted'));
      await frontEnd.changed(slider, { value: 0 });
      await frontEnd.outputText(output, (text) => text === "'ready'");
    },
    LIMIT,
  );
});
