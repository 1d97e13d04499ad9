import type { KernelRegistry } from './kernel-registry.js';
import type { LabKernel } from './lab-kernel.js';
import { processUse } from './process-use.js';

/** Milliseconds between checks, unless kernels should end sooner than that. */
const LOOK_EVERY = 60_000;

/** A kernel that uses less than this share of a processor is considered idle. */
const WAITING_SHARE = 0.02;

export interface IdleOptions {
  /** Milliseconds after which an unused kernel is ended. */
  after: number;
  log: (text: string) => void;
}

/** When a kernel was last seen working, and its processor time by then. */
interface Look {
  time: number;
  cpuSeconds: number;
  workedAt: number;
}

/**
 * Ends unused kernels: no page is open, no cell runs or waits, nothing computes in the background, and all output was
 * seen.
 *
 * @returns a function that stops checking
 */
export function endIdleKernels(kernels: KernelRegistry, { after, log }: IdleOptions): () => void {
  const looks = new WeakMap<LabKernel, Look>();
  const look = async () => {
    for (const kernel of kernels.list()) {
      if (!(await isForgotten(kernel, looks, after)) || !kernels.has(kernel.id)) continue;
      log('an idle kernel was shut down; see listenlab lab --end-idle-after');
      await kernels.shutdown(kernel.id);
    }
  };
  const timer = setInterval(() => void look(), Math.min(LOOK_EVERY, after));
  timer.unref();
  return () => clearInterval(timer);
}

async function isForgotten(
  kernel: LabKernel,
  looks: WeakMap<LabKernel, Look>,
  after: number,
): Promise<boolean> {
  const time = performance.now();
  const use = kernel.pid === undefined ? undefined : await processUse(kernel.pid);
  const cpuSeconds = use?.cpuSeconds ?? 0;
  const before = looks.get(kernel);
  const share = before ? (cpuSeconds - before.cpuSeconds) / ((time - before.time) / 1000) : 0;
  const works = !before || kernel.inUse || share > WAITING_SHARE;
  const workedAt = works ? time : before.workedAt;
  looks.set(kernel, { time, cpuSeconds, workedAt });
  return time - workedAt >= after;
}
