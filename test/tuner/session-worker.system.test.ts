/// <reference lib="dom" />
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import type { TunerReply, TunerRequest } from '#listenlab/tuner/session/messages.js';
import { prepareSession } from '#listenlab/tuner/session/session-data.js';
import { packInteractions } from '#listenlab/tuner/subset/pack.js';
import type { Connect } from '../../src/tuner/panel/port.js';
import { hasChromium, launchChromium } from '../support/chromium.js';
import { trainingPage, withPageFile } from './page.js';
import { tastefulPlays } from './plays.js';

declare const lab: { workerPort(packed: Uint8Array): Connect };

/** A request; or what to wait for before the next one: a reply, or milliseconds. */
type Turn = TunerRequest | { readonly until: Partial<TunerReply> } | { readonly pause: number };

const interactions = tastefulPlays();
const { train: plays } = (await prepareSession(interactions)).split;
const options = { factors: 4, iterations: 2 };
const training = (run: number, given: object): TunerRequest => {
  return { kind: 'train', run, options: given, warm: false, early: false };
};
const measured = (run: number): Turn => ({ until: { kind: 'measured', run } as Partial<TunerReply> });

describe.skipIf(!hasChromium)("the panel's worker in a page on disk", () => {
  let browser: Browser;
  let html: string;

  beforeAll(async () => {
    html = await trainingPage();
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());

  /** Sends requests to a worker, offline; returns its replies, or why it died. */
  async function talk(turns: Turn[], page = html): Promise<(TunerReply | string)[]> {
    const packed = Buffer.from(await packInteractions(interactions)).toString('base64');
    return withPageFile(page, async (file) => {
      const context = await browser.newContext({ offline: true });
      const opened = await context.newPage();
      const problems: string[] = [];
      opened.on('pageerror', (error) => problems.push(String(error)));
      await opened.goto(pathToFileURL(file).href);
      const replies = await opened.evaluate(
        async ([text, all]) => {
          const said: (TunerReply | string)[] = [];
          let heard = () => {};
          const hear = (words: TunerReply | string) => {
            said.push(words);
            heard();
          };
          const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
          const port = lab.workerPort(bytes)({ onReply: hear, onDeath: hear, onSilence() {} });
          let asked = 0;
          for (const turn of all) {
            if ('kind' in turn) {
              asked = said.length;
              port.post(turn);
            } else if ('pause' in turn) {
              await new Promise((resolve) => setTimeout(resolve, turn.pause));
            } else {
              const isAwaited = (words: TunerReply | string) =>
                typeof words === 'string' ||
                Object.entries(turn.until).every(
                  ([name, value]) => words[name as keyof TunerReply] === value,
                );
              while (!said.slice(asked).some(isAwaited)) {
                await new Promise<void>((resolve) => {
                  heard = resolve;
                });
              }
            }
          }
          return said;
        },
        [packed, [{ kind: 'open' } as const, ...turns]] as const,
      );
      await context.close();
      expect(problems).toEqual([]);
      return replies;
    });
  }

  const toldOf = (replies: (TunerReply | string)[], run: number) =>
    replies.flatMap((reply) =>
      typeof reply === 'object' && 'run' in reply && reply.run === run ? [reply] : [],
    );
  /** Without what follows when there is nothing else to do: whether that is so is a matter of time. */
  const kinds = (replies: TunerReply[]) =>
    [...new Set(replies.map(({ kind }) => kind))].filter((kind) => kind !== 'stability');

  it('finishes the last of runs that are requested faster than they start', async () => {
    const asked = Array.from({ length: 300 }, (_, i) => training(i + 1, { ...options, alpha: i + 1 }));
    const replies = await talk([...asked, measured(300)]);
    for (let run = 1; run < 300; run++) expect(kinds(toldOf(replies, run))).toEqual(['began']);
    const { losses } = await trainAls(plays, { ...options, alpha: 300, computeLoss: true });
    expect(toldOf(replies, 300)).toContainEqual(expect.objectContaining({ kind: 'model', losses }));
  });

  it('notices a newer run even if iterations are too short to be interrupted', async () => {
    const replies = await talk([
      // It would take minutes.
      training(1, { factors: 2, iterations: 100_000 }),
      { until: { kind: 'progress' } },
      training(2, options),
      measured(2),
    ]);
    expect(kinds(toldOf(replies, 1))).toEqual(['began', 'progress']);
  });

  it('drops a run in the middle of an iteration for a newer one, or when told to stop', async () => {
    const replies = await talk([
      // An iteration of this run takes seconds.
      training(1, { factors: 500, solver: 'cholesky', iterations: 1000 }),
      { until: { kind: 'began' } },
      { pause: 100 },
      training(2, options),
      measured(2),
      training(3, { factors: 2, iterations: 100_000 }),
      { until: { kind: 'progress' } },
      { kind: 'stop' },
      training(4, { ...options, factors: 0 }),
      { until: { kind: 'failed' } },
      training(5, { ...options, factors: 3 }),
      measured(5),
    ]);
    expect(kinds(toldOf(replies, 1))).toEqual(['began']);
    expect(kinds(toldOf(replies, 2))).toEqual(['began', 'progress', 'model', 'measured']);
    expect(kinds(toldOf(replies, 3))).toEqual(['began', 'progress']);
    expect(toldOf(replies, 4)).toContainEqual({
      kind: 'failed',
      run: 4,
      message: 'factors is 0; expected a whole number from 1 to 512, or leave it out for 20',
    });
    expect(kinds(toldOf(replies, 5))).toEqual(['began', 'progress', 'model', 'measured']);
  });

  it.each([
    [
      "'wasm-unsafe-eval'",
      '',
      [{ kind: 'failed', message: expect.stringMatching(/^The panel cannot train here: .*WebAssembly/) }],
    ],
    ['worker-src blob:', "worker-src 'none'", ['the page does not allow it to start']],
  ])('explains the failure if the page does not allow %s', async (allowed, instead, said) => {
    expect(await talk([{ until: { kind: 'failed' } }], html.replace(allowed, instead))).toEqual(said);
  });
});
