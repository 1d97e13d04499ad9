/** One value in several forms, by MIME type; a front end draws the richest one it knows. */
export type MimeBundle = Record<string, unknown>;

/** How to show a bundle. */
export interface DisplayOptions {
  /** Names the display, so that it can be replaced later. */
  displayId?: string;
  /** Replaces the display with this `displayId`. */
  update?: boolean;
  /** Whether a named display is final. */
  final?: boolean;
}

/** Something that shows MIME bundles: a notebook, or text on standard output. */
export interface FrontEnd {
  display(bundle: MimeBundle, options?: DisplayOptions): void;
}

/** Receives what code prints and shows, in place of the notebook cell. */
export interface OutputSink extends FrontEnd {
  print(name: 'stdout' | 'stderr', text: string): void;
}

/** Progress of a task. */
export interface TaskProgress {
  /** The current activity, e.g. `reading plays`. */
  readonly task: string;
  readonly done: number;
  /** 0 if unknown. */
  readonly total: number;
  /** A detail, e.g. `loss 0.12`. */
  readonly note?: string;
  /**
   * With the last report of work that did not have to be done: where its result came from, e.g. `the model of 02-train,
   * from the cache, 0.40 s`. It is shown however short the work was.
   */
  readonly source?: string;
}

/** Shows the progress of work that consists of successive tasks. */
export interface WorkProgress {
  update(progress: TaskProgress): void;
  /** The work is over. Call it once; `complete` is false when it failed or was stopped. */
  finish(complete: boolean): void;
}

/** Options of a question to the user of a notebook. */
export interface AskOptions {
  /** Masks the input, and keeps it out of the notebook; default false. */
  password?: boolean;
}

/** A message over a comm: JSON, plus raw bytes. */
export interface CommMessage {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly buffers: Uint8Array[];
}

/** Initial data of a comm. */
export interface CommOpening {
  readonly data?: Record<string, unknown>;
  readonly metadata?: Record<string, unknown>;
  readonly buffers?: readonly ArrayBufferView[];
}

/** One end of a channel between a cell's code and something in the front end, such as a widget. */
export interface Comm {
  readonly id: string;
  /** The kind of the other end, e.g. `jupyter.widget`. */
  readonly target: string;
  /** Sends to every front end; nothing after the comm is closed. Views among the buffers are copied. */
  send(
    data: Record<string, unknown>,
    buffers?: readonly ArrayBufferView[],
    metadata?: Record<string, unknown>,
  ): void;
  /** Receives what front ends send. */
  onMessage(handle: (message: CommMessage) => unknown): void;
  /** Calls `handle` once, when either end closes the comm. */
  onClose(handle: (data: Record<string, unknown>) => unknown): void;
  close(data?: Record<string, unknown>): void;
}

/** The comms of a kernel. */
export interface Comms {
  /** Opens a comm to the front ends, which know the target. */
  open(target: string, opening?: CommOpening): Comm;
  /**
   * Registers a handler for comms opened by front ends. Comms of an unregistered target are closed at once.
   *
   * @returns a function that unregisters it
   */
  accept(target: string, take: (comm: Comm, opening: CommMessage) => unknown): () => void;
}

/** The attributes of a widget's model, named as in the front end's class of that model. */
export type WidgetState = Record<string, unknown>;

/** A widget's model, as seen by its host. */
export interface HostedModel {
  /** All of its state, including the names of its classes. */
  snapshot(): WidgetState;
  /** A front end has changed these attributes. */
  receive(changes: WidgetState): unknown;
  /** A front end has sent a custom message to the model. */
  receiveCustom(content: unknown, buffers: Uint8Array[]): unknown;
}

/** What widgets need of the kernel that runs them. */
export interface WidgetHost {
  /** Announces a model to the front ends; the comm's id is the model's. */
  open(model: HostedModel): Comm;
  /** The model was shown again: its handlers' output now belongs where the showing code's output goes. */
  shown(comm: Comm): void;
  /** Runs code whose output, even later, goes to `sink`; an interrupt of the kernel stops it. */
  run<T>(sink: OutputSink, code: () => T): T;
  /**
   * Runs work whose output goes to `sink` until it ends, or is abandoned after an interrupt of the kernel.
   *
   * @param stop stops it, too
   * @param work gets a signal aborted by both, which is also the default for long work
   */
  runWork(sink: OutputSink, stop: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** During the work, messages from front ends are handled at once, although the waiting cell is busy. */
  attend<T>(work: () => Promise<T>): Promise<T>;
  /** What a front end shows for a value. */
  bundleOf(value: unknown): Promise<MimeBundle>;
  /** What a front end shows for a thrown value. */
  describeError(thrown: unknown): { ename: string; evalue: string; traceback: string[] };
}

/** What a kernel provides to the code of its cells. */
export interface KernelContext {
  /** Where that code shows its output. */
  frontEnd: FrontEnd;
  /** The signal of the calling cell, aborted when the user interrupts the kernel. */
  signal(): AbortSignal | undefined;
  /** Starts a progress line for long work. */
  startProgress(title: string): WorkProgress;
  /** Asks the user a question, below the running cell. */
  ask(question: string, options: AskOptions): Promise<string>;
  comms: Comms;
  /** The host of widgets; undefined if no front end shows widgets. */
  widgetHost(): WidgetHost | undefined;
}

/** The environment variable of a kernel that names its notebook, by path; Jupyter's servers set it, too. */
export const NOTEBOOK_VARIABLE = 'JPY_SESSION_NAME';

/** A registered symbol, so that every copy of this package in the kernel's process finds the same object. */
const CONTEXT = Symbol.for('listenlab.kernel');

/**
 * What the kernel running this code provides; empty outside of our kernel. The kernel may be of another version than
 * this copy of the package: callers must cope with missing parts, as outside of a notebook.
 */
export function kernelContext(): Partial<KernelContext> {
  return (globalThis as { [CONTEXT]?: Partial<KernelContext> })[CONTEXT] ?? {};
}

/** Adds parts to the context, for a kernel, or a test of its front end. */
export function offerKernelContext(parts: Partial<KernelContext>): void {
  Object.assign(globalThis, { [CONTEXT]: { ...kernelContext(), ...parts } });
}
