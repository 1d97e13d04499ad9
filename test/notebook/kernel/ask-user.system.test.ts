import { afterAll, beforeAll, expect, it } from 'vitest';
import { askUser } from '#listenlab/index.js';
import { type KernelProcess, startKernelProcess } from '#listenlab/notebook/jupyter/kernel-process.js';
import { RawClient, REPOSITORY, START_LIMIT } from '../jupyter/kernel-support.js';

let kernel: KernelProcess;
let client: RawClient;
beforeAll(async () => {
  kernel = await startKernelProcess('listenlab', REPOSITORY);
  client = new RawClient(kernel.connection);
  await client.ready();
}, START_LIMIT);
afterAll(async () => {
  client.close();
  await kernel.dispose();
});

const execute = (code: string, allow_stdin = true) =>
  client.send('execute_request', { code: `import { askUser } from 'listenlab';\n${code}`, allow_stdin });

const question = (id: string, prompt: string) =>
  client.until(() => client.questions.find((m) => m.parent.msg_id === id && m.content.prompt === prompt));

it('a cell asks its front end one question after another and waits for the answers', async () => {
  const id = execute(
    "const [user, secret] = await Promise.all([askUser('Who? '), askUser('Secret? ', { password: true })]);\nconsole.log(user, secret);",
  );
  expect((await question(id, 'Who? ')).content).toEqual({ prompt: 'Who? ', password: false });
  expect(client.questions).toHaveLength(1);
  client.send('input_reply', { value: 'kent', status: 'ok' }, 'stdin');
  expect((await question(id, 'Secret? ')).content).toEqual({ prompt: 'Secret? ', password: true });
  client.send('input_reply', { value: 'ä', status: 'ok' }, 'stdin');
  const stream = (await client.publishedFor(id)).find(({ header }) => header.msg_type === 'stream');
  expect(stream?.content.text).toBe('kent ä\n');
});

it('an interrupt cancels the question, and the next cell can ask again', async () => {
  const id = execute("await askUser('Wait? ')");
  await question(id, 'Wait? ');
  kernel.kill('SIGINT');
  expect((await client.replyTo(id)).content).toMatchObject({ ename: 'KeyboardInterrupt' });
  const next = execute("console.log(await askUser('Next? '))");
  await question(next, 'Next? ');
  client.send('input_reply', { value: 'yes', status: 'ok' }, 'stdin');
  expect((await client.replyTo(next)).content).toMatchObject({ status: 'ok' });
});

it('an answer to an earlier question is not taken for the current one', async () => {
  const first = execute("await askUser('Your name? ')");
  const { header: early } = await question(first, 'Your name? ');
  kernel.kill('SIGINT');
  await client.replyTo(first);
  const next = execute("console.log(await askUser('Delete all? '))");
  const { header: late } = await question(next, 'Delete all? ');
  client.send('input_reply', { value: 'Ann', status: 'ok' }, 'stdin', { parent: early });
  client.send('input_reply', { value: 'no', status: 'ok' }, 'stdin', { parent: late });
  const stream = (await client.publishedFor(next)).find(({ header }) => header.msg_type === 'stream');
  expect(stream?.content.text).toBe('no\n');
});

it('a question fails with a message where nobody can answer', async () => {
  const { content } = await client.replyTo(execute("await askUser('Who? ')", false));
  expect(content).toMatchObject({
    ename: 'InputError',
    evalue:
      'cannot ask "Who? ": this notebook is running without a user; put the value in the code or pass it as a parameter',
  });
  await expect(askUser('Who? ')).rejects.toThrow(
    'cannot ask "Who? " outside of a notebook with the listenlab kernel; put the value in the code',
  );
});

it('a cell that reads from a terminal is told how to ask, every time', async () => {
  for (const code of [
    'for await (const _ of process.stdin);',
    "await new Promise((end) => process.stdin.resume().on('end', end));",
  ]) {
    const published = await client.publishedFor(execute(code));
    const stream = published.find(({ header }) => header.msg_type === 'stream');
    expect(stream?.content).toEqual({
      name: 'stderr',
      text: expect.stringContaining("await askUser('name? ')"),
    });
  }
});
