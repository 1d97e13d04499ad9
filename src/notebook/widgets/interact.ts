import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { aFunction, check, hasTypes, isObject, wrongValue } from '../../util/checks.js';
import { kernelContext, type WidgetHost } from '../../util/kernel-context.js';
import { currentSignal } from '../../util/work.js';
import { currentFrontEnd, JUPYTER_DISPLAY } from '../display/front-end.js';
import { show } from '../display/show.js';
import type { Output } from '../jupyter/nbformat.js';
import { vbox } from './box.js';
import { outputModel, Recording, textOf } from './output.js';
import { type Control, makeWidget } from './widget.js';

/** The values of controls, by their names. */
export type ValuesOf<C> = { [K in keyof C]: C[K] extends Control<infer T> ? T : never };

/**
 * What `interact` runs.
 *
 * @param signal aborted when a newer value makes the run needless, or the kernel is interrupted
 */
export type Interaction<C> = (values: ValuesOf<C>, signal: AbortSignal) => unknown;

/**
 * Shows controls, and below them what `fn` makes of their values: what it prints, shows and returns, or the
 * error it throws. It runs at once and again with every change. A run that a newer value overtakes is
 * stopped: trainings, imports and recommendations end by themselves, other work by the signal that `fn` is
 * given, and what it still puts out is dropped.
 *
 * Where no front end shows widgets (a report, tslab's own kernel, plain Node.js) `fn` runs once, below a line
 * that tells the values.
 *
 * @example
 * await interact(
 *   async ({ alpha, weighting }) => {
 *     const model = await trainAls(interactions, { alpha, weighting });
 *     return frameOfRows(model.similarArtists('red hot chili peppers'));
 *   },
 *   {
 *     alpha: widgets.slider({ min: 1, max: 40, value: 15 }),
 *     weighting: widgets.dropdown({ options: ['linear', 'log'] }),
 *   },
 * );
 * @param controls those without a label get their name as label
 * @returns a promise that is kept when the first run, or one that has overtaken it, has ended
 * @throws InputError for anything but a function and controls; what the first run throws, so that its cell fails; later errors are shown below the controls
 * @category Show
 */
export async function interact<C extends Record<string, Control<unknown>>>(
  fn: Interaction<C>,
  controls: C,
): Promise<void> {
  check('the first argument of interact', fn, aFunction);
  if (!isObject(controls))
    throw wrongValue(controls, 'controls by their names, as in { alpha: widgets.slider(...) }');
  for (const [name, control] of Object.entries(controls)) check(name, control, aControl);
  for (const [name, control] of Object.entries(controls)) if (control.label === '') control.label = name;
  const valuesNow = () =>
    Object.fromEntries(
      Object.entries(controls).map(([name, control]) => [name, control.value]),
    ) as ValuesOf<C>;
  const run = (signal: AbortSignal) => fn(valuesNow(), signal);
  const host = kernelContext().widgetHost?.();
  if (host) await runLive(host, run, Object.values(controls));
  else await runOnce(run, Object.values(controls));
}

const isControl = hasTypes({ model: 'object', label: 'string', describe: 'function', onChange: 'function' });

function aControl(value: unknown): string | undefined {
  return isControl(value) ? undefined : 'a control, such as widgets.slider({ min: 1, max: 40 })';
}

async function runOnce(run: (signal: AbortSignal) => unknown, controls: Control<unknown>[]): Promise<void> {
  const line = controls.map((control) => control.describe()).join(', ');
  currentFrontEnd().display({ 'text/plain': line });
  const value = await run(currentSignal() ?? new AbortController().signal);
  if (value !== undefined && value !== null) show(value);
}

async function runLive(
  host: WidgetHost,
  run: (signal: AbortSignal) => unknown,
  controls: Control<unknown>[],
): Promise<void> {
  const model = outputModel();
  const result = makeWidget(model, () => textOf(model.get('outputs') as Output[]));
  let failure: { thrown: unknown } | undefined;
  let inCell = true;
  let latest: Recording | undefined;
  const runs = new LatestRun(async (aborted) => {
    latest?.end();
    const recording = new Recording((outputs) => model.set({ outputs }));
    latest = recording;
    // What a run that was overtaken still puts out is nobody's.
    aborted.addEventListener('abort', () => recording.end(), { once: true });
    const showValue = async (signal: AbortSignal) => {
      const value = await run(signal);
      if (value !== undefined && value !== null) recording.display(await host.bundleOf(value));
    };
    failure = undefined;
    try {
      await host.runWork(recording, aborted, showValue);
    } catch (thrown) {
      if (inCell && !aborted.aborted) failure = { thrown };
      else {
        const { ename, evalue, traceback } = host.describeError(thrown);
        recording.add({ output_type: 'error', ename, evalue, traceback });
      }
    }
    // Also a run without output replaces what was there.
    recording.flush();
  });
  for (const control of controls) control.onChange(() => runs.request());
  currentFrontEnd().display(vbox([...controls, result])[JUPYTER_DISPLAY]());
  await host.attend(() => runs.request());
  inCell = false;
  if (failure) throw failure.thrown;
}

/** Milliseconds that a run that was overtaken may take to stop; then it is left behind. */
const TIDY_MILLISECONDS = 500;

/**
 * Runs work repeatedly, one run at a time: a request that comes during a run overtakes it. Its
 * signal is aborted, and of all the requests that have come by then only one more run is made.
 */
class LatestRun {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  #wanted = false;
  #running: AbortController | undefined;
  #ended: Promise<void> | undefined;

  /** @param work never rejects; it looks up what it works on when it begins */
  constructor(work: (signal: AbortSignal) => Promise<void>) {
    this.#work = work;
  }

  /** Asks for a run; resolves when nothing is left to run. */
  request(): Promise<void> {
    this.#wanted = true;
    this.#running?.abort(Object.assign(new Error('superseded by a newer value'), { name: 'AbortError' }));
    this.#ended ??= this.#runAll();
    return this.#ended;
  }

  async #runAll(): Promise<void> {
    while (this.#wanted) {
      // Values that came while the thread was kept busy are still in the socket: two turns bring them in.
      await setImmediate();
      await setImmediate();
      this.#wanted = false;
      this.#running = new AbortController();
      const { signal } = this.#running;
      await Promise.race([this.#work(signal), leftBehind(signal)]);
      this.#running = undefined;
    }
    this.#ended = undefined;
  }
}

/** Resolves some time after the signal was aborted. */
async function leftBehind(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await sleep(TIDY_MILLISECONDS);
}
