import { KERNEL_NAME } from '../../jupyter/kernel-spec.js';
import { LabError } from '../server/requests.js';
import { type KernelModel, type KernelPlace, LabKernel } from './lab-kernel.js';

/** The kernels of one server. */
export class KernelRegistry {
  readonly #kernels = new Map<string, LabKernel>();
  /** Kernels that are ending and can no longer be used. */
  readonly #ending = new Map<string, LabKernel>();
  readonly #log: (text: string) => void;
  readonly #environment: () => Record<string, string>;
  #closed = false;

  /** @param environment gives environment variables of a kernel's process besides the server's, at each start */
  constructor(log: (text: string) => void, environment: () => Record<string, string> = () => ({})) {
    this.#log = log;
    this.#environment = environment;
  }

  list(): LabKernel[] {
    return [...this.#kernels.values()];
  }

  /**
   * Models of all kernels for front ends, including those that are ending: a page that misses its kernel here takes it
   * for dead, and never hears why it ended.
   */
  models(): KernelModel[] {
    return [...this.#kernels.values(), ...this.#ending.values()].map(({ model }) => model);
  }

  /** @throws LabError (404) when there is none */
  get(id: string): LabKernel {
    const kernel = this.#kernels.get(id);
    if (kernel) return kernel;
    throw new LabError(404, `no kernel ${id}; it has ended or never existed`);
  }

  has(id: string): boolean {
    return this.#kernels.has(id);
  }

  /**
   * Starts a kernel.
   *
   * @param name requested kernel name; undefined means the only one
   * @param place gives the working folder of its cells and their notebook, at each start of its process
   */
  async start(name: string | undefined, place: () => Promise<KernelPlace>): Promise<LabKernel> {
    if (name && name !== KERNEL_NAME) {
      throw new LabError(400, `no kernel is called ${name}; expected ${KERNEL_NAME}`);
    }
    if (this.#closed) throw new LabError(503, 'the server is shutting down');
    const kernel = new LabKernel(place, this.#log, this.#environment);
    this.#kernels.set(kernel.id, kernel);
    await kernel.start();
    return kernel;
  }

  /**
   * Ends a kernel.
   *
   * @param withLab whether the whole lab ends
   * @throws LabError (404) when there is none
   */
  async shutdown(id: string, withLab = false): Promise<void> {
    const kernel = this.get(id);
    this.#kernels.delete(id);
    this.#ending.set(id, kernel);
    await kernel.shutdown(withLab).finally(() => this.#ending.delete(id));
  }

  /** Ends all kernels; no new one starts after that. */
  async shutdownAll(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.list().map(({ id }) => this.shutdown(id, true)));
  }
}
