import { describe, expect, it } from 'vitest';
import { WorkBehind } from '#listenlab/cli/work-behind.js';
import type { Watch } from '#listenlab/util/work.js';

/** What is said while a command waits for work behind it that ends as soon as `ends` was said. */
async function saidUntil(ends: string, run: (watch: Watch) => void): Promise<string[]> {
  const said: string[] = [];
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let watch: Watch = {};
  const say = (text: string) => {
    said.push(text);
    if (said.length === 1) run(watch);
    if (text.includes(ends)) end();
  };
  const behind = new WorkBehind(0);
  behind.add(new AbortController().signal, (given) => {
    watch = given;
    given.onProgress?.({ task: 'too early', done: 1, total: 100 });
    return ended;
  });
  await behind.end({
    output: { print() {}, printJson() {}, tell: say },
    progress: { update: ({ task, done }) => say(`${task} ${done}`), stop: () => said.push('stopped') },
  });
  return said;
}

describe('a command that has answered', () => {
  it('says what it waits for, and how far that is', async () => {
    const said = await saidUntil('40', ({ onProgress }) => {
      setTimeout(() => onProgress?.({ task: 'keeping plays', done: 40, total: 100 }));
    });
    expect(said).toEqual([
      expect.stringMatching(/^writing the cache.*Ctrl-C leaves it out$/),
      'keeping plays 40',
      'stopped',
    ]);
  });

  it('warns once of what failed behind it, however many needed that', async () => {
    const said: string[] = [];
    const behind = new WorkBehind();
    for (let i = 0; i < 2; i++)
      behind.add(new AbortController().signal, async () => {
        throw new Error('no space left for the cache');
      });
    const nothing = () => {};
    await behind.end({
      output: { print: nothing, printJson: nothing, tell: (text) => void said.push(text) },
      progress: { update: nothing, stop: nothing },
    });
    expect(said).toEqual(['warning: no space left for the cache']);
  });

  it('says nothing if there is nothing to wait for', async () => {
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    await new WorkBehind(0).end({
      output: { print: say, printJson() {}, tell: say },
      progress: { update: () => say('progress'), stop: () => say('stopped') },
    });
    expect(said).toEqual([]);
  });
});
