import { describe, expect, it } from 'vitest';
import { type FrontEnd, interact, type MimeBundle, widgets } from '#listenlab/index.js';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import type { KernelName } from '#listenlab/notebook/jupyter/kernel-process.js';
import { offerKernelContext } from '#listenlab/util/kernel-context.js';
import { REPOSITORY, runCode, START_LIMIT } from '../notebook/jupyter/kernel-support.js';

const DISPLAY = Symbol.for('Jupyter.display');
const LINE = 'alpha: 15 (slider 1 to 40), weighting: log (one of linear, log)';

/** Runs with a front end that records the text it should show. */
async function shown(run: () => Promise<void>): Promise<unknown[]> {
  const texts: unknown[] = [];
  const frontEnd: FrontEnd = { display: (bundle: MimeBundle) => void texts.push(bundle['text/plain']) };
  offerKernelContext({ frontEnd });
  try {
    await run();
  } finally {
    offerKernelContext({ frontEnd: undefined });
  }
  return texts;
}

describe('widgets in plain Node.js', () => {
  it('hold their values, and print as a line', () => {
    const alpha = widgets.slider({ min: 1, max: 40, label: 'alpha' });
    const heard: number[] = [];
    const stop = alpha.onChange((value) => heard.push(value));
    alpha.value = 7;
    stop();
    alpha.value = 8;
    expect(heard).toEqual([7]);
    expect(widgets.vbox([alpha])[DISPLAY as never]).toBeTypeOf('function');
    const bundle = (alpha as unknown as { [key: symbol]: () => MimeBundle })[DISPLAY]();
    expect(bundle).toEqual({ 'text/plain': 'alpha: 8 (slider 1 to 40)' });
  });

  it('interact runs once and shows the result', async () => {
    const texts = await shown(() =>
      interact(({ alpha }) => `alpha is ${alpha}`, { alpha: widgets.slider({ min: 1, max: 40, value: 15 }) }),
    );
    expect(texts).toEqual(['alpha: 15 (slider 1 to 40)', 'alpha is 15']);
  });

  it('interact rethrows errors of its function', async () => {
    const failing = () =>
      interact(
        () => {
          throw new RangeError('x');
        },
        { n: widgets.slider({ min: 1, max: 2 }) },
      );
    await expect(shown(failing)).rejects.toThrow(RangeError);
  });
});

it.each<KernelName>(['listenlab', 'tslab'])(
  'a notebook in %s without a front end shows a line and the result',
  async (name) => {
    const kernel = await KernelClient.start({ kernel: name, cwd: REPOSITORY });
    try {
      const { outputs, reply } = await runCode(
        kernel,
        `import { frame, interact, widgets } from 'listenlab';
        await interact(({ alpha, weighting }) => frame({ alpha: [alpha], weighting: [weighting] }), {
          alpha: widgets.slider({ min: 1, max: 40, value: 15 }),
          weighting: widgets.dropdown({ options: ['linear', 'log'], value: 'log' }),
        });`,
      );
      expect(reply.status).toBe('ok');
      expect(outputs).toMatchObject([
        { output_type: 'display_data', data: { 'text/plain': LINE } },
        { output_type: 'display_data', data: { 'text/html': expect.stringContaining('>log<') } },
      ]);
    } finally {
      await kernel.shutdown();
    }
  },
  START_LIMIT,
);
