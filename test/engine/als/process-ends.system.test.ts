import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

it('threads kept for another training keep no process alive', async () => {
  const urls = ['engine/als/node/train.js', 'index.js'].map((name) =>
    import.meta.resolve(`#listenlab/${name}`),
  );
  const source = `
    const [train, index] = ${JSON.stringify(urls)};
    const [{ trainOnThreads }, { interactionsFromRows }] = await Promise.all([import(train), import(index)]);
    const plays = interactionsFromRows([{ user: 'ann', artist: 'kent', plays: 2 }]);
    await trainOnThreads(plays, { factors: 4, iterations: 1, threads: 2 }, {});
    process.stdout.write(plays.idle.take() ? 'kept' : 'not kept');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  // Taken out of the slot it has no timer: nothing else would ever end the threads.
  const [code] = await once(child, 'close');
  expect([String(said), code]).toEqual(['kept', 0]);
});
