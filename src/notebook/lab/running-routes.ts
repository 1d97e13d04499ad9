import type { FastifyInstance } from 'fastify';
import type { KernelRegistry } from './kernels/kernel-registry.js';
import type { LabKernel } from './kernels/lab-kernel.js';
import { processUse } from './kernels/process-use.js';
import type { RunningKernel } from './running-kernel.js';
import type { Sessions } from './sessions.js';

/** What the first page asks for its list of kernels. */
export function addRunningRoutes(app: FastifyInstance, kernels: KernelRegistry, sessions: Sessions): void {
  app.get('/lab-api/running', async () => {
    const documents = new Map(sessions.list().map(({ kernel, path, type }) => [kernel.id, { path, type }]));
    return Promise.all(
      kernels.list().map((kernel) => describe(kernel, documents.get(kernel.id) ?? { path: '', type: '' })),
    );
  });
}

async function describe(
  kernel: LabKernel,
  { path, type }: { path: string; type: string },
): Promise<RunningKernel> {
  const use = kernel.pid === undefined ? undefined : await processUse(kernel.pid);
  return {
    id: kernel.id,
    path,
    type,
    state: kernel.model.execution_state,
    seconds: Math.max(0, (Date.now() - kernel.since.getTime()) / 1000),
    memory: use?.memory ?? null,
    pages: kernel.clients.size,
    unseen: kernel.executions.unseen,
  };
}
