import type { OutputSink } from '../display/front-end.js';
import type { Comm } from '../jupyter/comm.js';
import type { Output } from '../jupyter/nbformat.js';

/** The attributes of a widget's model, as the front end's class of that model names them. */
export type WidgetState = Record<string, unknown>;

/** A model as its host sees it. */
export interface HostedModel {
  /** All of its state, the names of its classes included. */
  snapshot(): WidgetState;
  /** A front end has changed these attributes. */
  receive(changes: WidgetState): unknown;
  /** A front end has sent a message of the model's own. */
  receiveCustom(content: unknown, buffers: Uint8Array[]): unknown;
}

/** What widgets need of the kernel that runs them. */
export interface WidgetHost {
  /** Announces a model to the front ends; the comm's id is the model's. */
  open(model: HostedModel): Comm;
  /** The model was shown again: what its handlers put out belongs where the code that shows it puts out. */
  shown(comm: Comm): void;
  /** Runs code whose output goes to `sink`, also what it puts out later; an interrupt of the kernel stops it. */
  run<T>(sink: OutputSink, code: () => T): T;
  /**
   * Runs work whose output goes to `sink` until it ends, or an interrupt of the kernel has left it behind.
   *
   * @param stop stops it, too
   * @param work gets a signal that both abort, which is also the one that long work takes by default
   */
  runWork(sink: OutputSink, stop: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** While the work goes on, what front ends send is heard at once, though the cell that waits is busy. */
  attend<T>(work: () => Promise<T>): Promise<T>;
  /** What a front end shows for a value. */
  bundleOf(value: unknown): Promise<Record<string, unknown>>;
  /** What a front end shows for something that was thrown. */
  errorOutput(thrown: unknown): Output;
}

/** Where a kernel puts its host of widgets: `globalThis[WIDGETS] = () => host`. */
export const WIDGETS = Symbol.for('listenlab.widgets');

/** The host of widgets for the code that asks; undefined where no front end shows widgets. */
export function currentWidgetHost(): WidgetHost | undefined {
  return (globalThis as { [WIDGETS]?: () => WidgetHost | undefined })[WIDGETS]?.();
}
