/** One value in several forms, by MIME type; a front end draws the richest one it knows. */
export type MimeBundle = Record<string, unknown>;

/** How a bundle is to be shown. */
export interface DisplayOptions {
  /** Names the display, so that it can be replaced later. */
  displayId?: string;
  /** Replaces what was shown under `displayId`. */
  update?: boolean;
  /** Says that a named display will not change any more. */
  final?: boolean;
}

/** Something that shows MIME bundles: a notebook, or text on standard output. */
export interface FrontEnd {
  display(bundle: MimeBundle, options?: DisplayOptions): void;
}

/** Takes what code prints and shows, in place of the notebook cell. */
export interface OutputSink extends FrontEnd {
  print(name: 'stdout' | 'stderr', text: string): void;
}

/** How far a task is. */
export interface TaskProgress {
  /** What is going on, e.g. `reading plays`. */
  readonly task: string;
  readonly done: number;
  /** 0 when nobody knows. */
  readonly total: number;
  /** More about it, e.g. `loss 0.12`. */
  readonly note?: string;
}

/** Shows how far work is that consists of one task after the other. */
export interface WorkProgress {
  update(progress: TaskProgress): void;
  /** The work is over. Call it once; `complete` is false when it failed or was stopped. */
  finish(complete: boolean): void;
}

/** Options of a question to the user of a notebook. */
export interface AskOptions {
  /** Shows dots in place of what is typed, and keeps it out of the notebook; default false. */
  password?: boolean;
}

/** What travels over a comm: JSON, and raw bytes beside it. */
export interface CommMessage {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly buffers: Uint8Array[];
}

/** What a comm is opened with. */
export interface CommOpening {
  readonly data?: Record<string, unknown>;
  readonly metadata?: Record<string, unknown>;
  readonly buffers?: readonly ArrayBufferView[];
}

/** One end of a channel between a cell's code and something in the front end, such as a widget. */
export interface Comm {
  readonly id: string;
  /** What is at the other end, e.g. `jupyter.widget`. */
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
  /** Opens a comm towards the front ends, which know the target. */
  open(target: string, opening?: CommOpening): Comm;
  /**
   * Says who takes the comms that front ends open. A target that nobody takes is closed at once.
   *
   * @returns a function that takes it back
   */
  accept(target: string, take: (comm: Comm, opening: CommMessage) => unknown): () => void;
}

/** The attributes of a widget's model, as the front end's class of that model names them. */
export type WidgetState = Record<string, unknown>;

/** A widget's model as its host sees it. */
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
  bundleOf(value: unknown): Promise<MimeBundle>;
  /** What a front end shows for something that was thrown. */
  describeError(thrown: unknown): { ename: string; evalue: string; traceback: string[] };
}

/** What a kernel offers the code of its cells. */
export interface KernelContext {
  /** Where that code shows things. */
  frontEnd: FrontEnd;
  /** The signal of the cell whose code asks, which aborts when the user interrupts the kernel. */
  signal(): AbortSignal | undefined;
  /** Begins a line about long work. */
  startProgress(title: string): WorkProgress;
  /** Asks the user a question, below the running cell. */
  ask(question: string, options: AskOptions): Promise<string>;
  comms: Comms;
  /** The host of widgets; undefined where no front end shows widgets. */
  widgetHost(): WidgetHost | undefined;
}

/** Registered, so that every copy of this package in the kernel's process finds the one object. */
const CONTEXT = Symbol.for('listenlab.kernel');

/**
 * What the kernel that runs this code offers; nothing outside of our kernel. The kernel may be of another version than
 * this copy of the package: code does without a part that is missing, as it does outside of a notebook.
 */
export function kernelContext(): Partial<KernelContext> {
  return (globalThis as { [CONTEXT]?: Partial<KernelContext> })[CONTEXT] ?? {};
}

/** Offers parts of the context beside those that are offered already, as a kernel does, or a test of its front end. */
export function offerKernelContext(parts: Partial<KernelContext>): void {
  Object.assign(globalThis, { [CONTEXT]: { ...kernelContext(), ...parts } });
}
