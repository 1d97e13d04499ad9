import type { FastifyInstance } from 'fastify';
import { KERNEL_NAME, kernelSpec } from '../../jupyter/kernel-spec.js';
import type { KernelRegistry } from '../kernels/kernel-registry.js';
import { LabError } from './requests.js';

/** The only kernel. The server takes care of starting it. */
const KERNEL_SPEC = {
  name: KERNEL_NAME,
  spec: { ...kernelSpec(), argv: [], env: {} },
  // Jupyter Notebook asks for the second, as an image of any kind.
  resources: {
    'logo-svg': `/kernelspecs/${KERNEL_NAME}/logo-svg.svg`,
    'logo-64x64': `/kernelspecs/${KERNEL_NAME}/logo-svg.svg`,
  },
};

/** Routes about the server itself. */
export function addServerRoutes(app: FastifyInstance, kernels: KernelRegistry, version: string): void {
  const started = new Date().toISOString();
  app.get('/api', async () => ({ version: '2.17.0', listenlab: version }));
  app.get('/api/status', async () => {
    const models = kernels.list().map(({ model }) => model);
    return {
      started,
      last_activity: [started, ...models.map(({ last_activity }) => last_activity)].sort().at(-1),
      connections: models.reduce((sum, { connections }) => sum + connections, 0),
      kernels: models.length,
    };
  });
  app.get('/api/me', async () => ({
    identity: {
      username: 'listenlab',
      name: 'listenlab',
      display_name: 'listenlab',
      initials: 'L',
      avatar_url: null,
      color: null,
    },
    permissions: {},
  }));
  app.get('/api/kernelspecs', async () => ({
    default: KERNEL_NAME,
    kernelspecs: { [KERNEL_NAME]: KERNEL_SPEC },
  }));
  app.get<{ Params: { name: string } }>('/api/kernelspecs/:name', async ({ params }) => {
    if (params.name === KERNEL_NAME) return KERNEL_SPEC;
    throw new LabError(404, `no kernel is called ${params.name}; expected ${KERNEL_NAME}`);
  });
  app.get('/api/nbconvert', async () => ({}));
  app.get('/api/terminals', async () => []);
  // Paths in cell output are plain text: a page would query each one to make a link.
  app.get('/api/resolvePath', async () => ({ resolved: [], unresolved: [] }));
  // There are no events to report, but a page retries endlessly when refused.
  app.get('/api/events/subscribe', { websocket: true }, () => undefined);
}
