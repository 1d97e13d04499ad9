import { expect } from 'vitest';
import { type KernelProcess, startKernelProcess } from '#listenlab/notebook/jupyter/kernel-process.js';
import type { JsonObject } from '#listenlab/notebook/jupyter/nbformat.js';
import type { Message } from '#listenlab/notebook/jupyter/wire.js';
import { decodeState } from '#listenlab/notebook/widgets/model.js';
import { RawClient, REPOSITORY } from '../jupyter/kernel-support.js';

type State = Record<string, unknown>;

/** A kernel and a front end that keeps the models of widgets as ipywidgets' does. */
export class WidgetFrontEnd {
  readonly client: RawClient;
  readonly #kernel: KernelProcess;
  readonly #models = new Map<string, State>();
  #read = 0;

  static async start(): Promise<WidgetFrontEnd> {
    const frontEnd = new WidgetFrontEnd(await startKernelProcess('listenlab', REPOSITORY));
    await frontEnd.client.ready();
    return frontEnd;
  }

  private constructor(kernel: KernelProcess) {
    this.#kernel = kernel;
    this.client = new RawClient(kernel.connection);
  }

  async close(): Promise<void> {
    this.client.close();
    await this.#kernel.dispose();
  }

  interrupt(): void {
    this.#kernel.kill('SIGINT');
  }

  /** Runs a cell that must not fail, and returns what was published for it. */
  async run(code: string): Promise<Message[]> {
    const id = this.client.send('execute_request', { code });
    const published = await this.client.publishedFor(id);
    expect((await this.client.replyTo(id)).content).toMatchObject({ status: 'ok' });
    return published;
  }

  /** {@link run}, for the id of the cell's request. */
  async runAs(code: string): Promise<string> {
    const [first] = await this.run(code);
    return String(first.parent.msg_id);
  }

  /** What is printed and shown during an action, with the request it belongs to. */
  async heard(happen: () => Promise<unknown>): Promise<[request: string, text: string][]> {
    const from = this.client.published.length;
    await happen();
    return this.client.published.slice(from).flatMap(({ header, parent, content }) => {
      if (header.msg_type !== 'stream' && header.msg_type !== 'display_data') return [];
      const { text = (content.data as JsonObject)['text/plain'] } = content as { text?: unknown };
      return [[String(parent.msg_id), String(text)]];
    });
  }

  /** What a cell printed. */
  async printed(code: string): Promise<string> {
    return textOf(await this.run(code));
  }

  /** The bundle of a cell's last value. */
  async result(code: string): Promise<JsonObject> {
    return bundleOf(await this.run(code), 'execute_result');
  }

  /** All models with their current state as sent by the kernel. */
  get models(): Map<string, State> {
    for (; this.#read < this.client.published.length; this.#read++)
      this.#take(this.client.published[this.#read]);
    return this.#models;
  }

  #take({ header, content, buffers }: Message): void {
    const id = String(content.comm_id);
    const data = (content.data ?? {}) as JsonObject;
    const state = () => decodeState(data.state, data.buffer_paths, buffers);
    if (header.msg_type === 'comm_open') this.#models.set(id, state());
    else if (header.msg_type === 'comm_close') this.#models.delete(id);
    else if (header.msg_type === 'comm_msg' && /update$/.test(String(data.method))) {
      Object.assign(this.#models.get(id) ?? {}, state());
    }
  }

  /** The latest model of a class, and its id. */
  latest(model: string): State & { id: string } {
    const found = [...this.models].filter(([, state]) => state._model_name === model).at(-1);
    if (!found)
      throw new Error(`no ${model}; there are ${[...this.models.values()].map((s) => s._model_name)}`);
    return { ...found[1], id: found[0] };
  }

  /** Sends a change, as a front end does when its user moves a control. */
  change(id: string, state: State, bufferPaths: string[][] = [], buffers: Uint8Array[] = []): string {
    const data = { method: 'update', state, buffer_paths: bufferPaths };
    return this.client.send('comm_msg', { comm_id: id, data }, 'shell', { buffers });
  }

  /** Changes a model and returns what was published for it. */
  changed(id: string, state: State, bufferPaths?: string[][], buffers?: Uint8Array[]): Promise<Message[]> {
    return this.client.publishedFor(this.change(id, state, bufferPaths, buffers));
  }

  custom(id: string, content: unknown, buffers: Uint8Array[] = []): Promise<Message[]> {
    const message = { comm_id: id, data: { method: 'custom', content } };
    return this.client.publishedFor(this.client.send('comm_msg', message, 'shell', { buffers }));
  }

  /** The text of an output widget once it matches. */
  async outputText(id: string, fits: (text: string) => boolean): Promise<string> {
    return this.client.until(() => {
      const text = outputsText(this.models.get(id)?.outputs);
      return fits(text) ? text : undefined;
    });
  }
}

export function textOf(published: Message[]): string {
  return published
    .flatMap(({ header, content }) => (header.msg_type === 'stream' ? [content.text] : []))
    .join('');
}

export function bundleOf(published: Message[], type: string): JsonObject {
  return published.find(({ header }) => header.msg_type === type)?.content.data as JsonObject;
}

/** Id of the model in a bundle. */
export function modelIn(bundle: JsonObject): string {
  const view = bundle['application/vnd.jupyter.widget-view+json'] as { model_id: string };
  expect(view).toEqual({ version_major: 2, version_minor: 0, model_id: expect.any(String) });
  return view.model_id;
}

/** The text of an output widget's outputs, in order. */
export function outputsText(outputs: unknown): string {
  return ((outputs ?? []) as JsonObject[])
    .map(({ text, data, ename, evalue }) =>
      String(text ?? (data as JsonObject | undefined)?.['text/plain'] ?? `${ename}: ${evalue}`),
    )
    .join('');
}
