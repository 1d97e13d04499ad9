#!/usr/bin/env node
import path from 'node:path';
import { processOutput, progressOn } from './context.js';
import { failureOf, interruptSignal } from './failure.js';
import { COMMAND, commandPath, listenlabProgram } from './program.js';
import { WorkBehind } from './work-behind.js';

const { argv, env, stdout, stderr } = process;
const typed = argv.slice(2);
// Kernels run in their notebooks' folders and must find the same data there.
if (env.LISTENLAB_DATA) env.LISTENLAB_DATA = path.resolve(env.LISTENLAB_DATA);

const output = processOutput(stdout, stderr, env);
const progress = progressOn(stderr, () => performance.now());
const signal = interruptSignal(process);

/** Prints what went wrong, and sets the exit code. */
function fail(error: unknown, command: string): void {
  progress.stop();
  const failure = failureOf(error, signal, command);
  if (failure) output.tell(failure.text);
  process.exitCode = failure?.exitCode ?? 0;
}

process.on('uncaughtException', (error) => {
  fail(error, COMMAND);
  process.exit();
});
// `listenlab ... | head` closes the pipe early: that is not a failure.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

const behind = new WorkBehind();
const program = listenlabProgram({ output, progress, stderr, signal, behind, now: () => new Date() });
await program
  .parseAsync(typed.length > 0 ? typed : ['--help'], { from: 'user' })
  .catch((error) => fail(error, commandPath(program, typed)));
const hasWaited = await behind.end({ output, progress });
// The command has answered, but what it does behind was stopped.
if (hasWaited && signal.aborted && process.exitCode === undefined) fail(signal.reason, COMMAND);
