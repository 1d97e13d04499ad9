import type { KernelEnd } from './kernel-process.js';
import { heapLimit, machineMemory } from './kernel-spec.js';

/** What happened to a kernel, for people. */
export interface KernelDeath {
  /** Half a sentence: `the kernel ran out of memory: ...`. */
  reason: string;
  /** Sentences: possible causes, and what to do. */
  advice: string[];
}

/** Somebody ended the kernel, in this page or in another. */
export const ENDED_BY_USER: KernelDeath = {
  reason: 'the kernel was shut down from a page of the lab',
  advice: [],
};

/** Somebody restarted the kernel; the page that did it knows. */
export const RESTARTED_BY_USER: KernelDeath = {
  reason: 'the kernel was restarted from a page of the lab',
  advice: [],
};

/** The lab's server ended, and its kernels with it. */
export const ENDED_WITH_LAB: KernelDeath = {
  reason: 'the lab was stopped, and its kernels with it',
  advice: ['Start the lab again first.'],
};

/**
 * Describes the unexpected end of a kernel.
 *
 * @example describeDeath({ code: 3, signal: null, words: '' }).reason // the kernel ended with exit code 3
 */
export function describeDeath({ code, signal, failure, words }: KernelEnd): KernelDeath {
  const last = words === '' ? [] : [`Its last output: ${words}`];
  if (failure !== undefined) return { reason: `the kernel could not be started: ${failure}`, advice: last };
  if (/FATAL ERROR: .*out of memory/.test(words)) return outOfMemory();
  if (signal === 'SIGKILL') {
    return {
      reason: 'the kernel was killed from outside (SIGKILL)',
      advice: [
        `The operating system does this when memory runs out; this machine has ${gigabytes(machineMemory())}. Close other programs, or load less data at a time.`,
      ],
    };
  }
  if (signal !== null) {
    return {
      reason: `the kernel crashed (${signal})`,
      advice: ['Node.js or a native package failed, or the process was killed.', ...last],
    };
  }
  return {
    reason: `the kernel ended with exit code ${code}`,
    advice: [
      'The cell, or a package that it uses, called process.exit(). To stop a cell, throw an error.',
      ...last,
    ],
  };
}

function outOfMemory(): KernelDeath {
  const limit = heapLimit();
  const machine = machineMemory();
  // A quarter is left for the system and for memory outside of this limit.
  const higher = Math.floor(Math.min(2 * limit, (0.75 * machine) / 2 ** 20));
  const raise = `To raise the limit, set the environment variable NODE_OPTIONS to --max-old-space-size=${higher} (megabytes) and start again; this machine has ${gigabytes(machine)}.`;
  return {
    reason: `the kernel ran out of memory: its JavaScript heap is limited to ${gigabytes(limit * 2 ** 20)}`,
    advice: [
      'Keep less in memory: query only the rows you need, use typed arrays instead of arrays of objects, and drop what is no longer needed.',
      higher > limit
        ? raise
        : `This machine has ${gigabytes(machine)}, which leaves no room for a higher limit.`,
    ],
  };
}

function gigabytes(bytes: number): string {
  const value = bytes / 2 ** 30;
  return `${value.toFixed(value < 10 ? 1 : 0)} GB`;
}
