import { type ISessionContext, Notification } from '@jupyterlab/apputils';
import { type Cell, CodeCell } from '@jupyterlab/cells';
import {
  type INotebookModel,
  INotebookTracker,
  type Notebook,
  type NotebookPanel,
} from '@jupyterlab/notebook';
import { type Kernel, KernelMessage, ServerConnection } from '@jupyterlab/services';
import type { ExecutionModel } from '../../page/protocol.js';
import type { Plugin } from './choose-plugins.js';
import { hearKernel, markGone } from './kernel-ends.js';

type ExecuteFuture = Kernel.IShellFuture<KernelMessage.IExecuteRequestMsg, KernelMessage.IExecuteReplyMsg>;

/**
 * Shows runs started by another page of the notebook, most often this one before it was closed or reloaded: running
 * cells are marked, all their output appears, including what came meanwhile, and so does their end.
 */
export const followRuns: Plugin = {
  id: 'listenlab:follow-runs',
  description:
    'Shows the output of cells that were started before the page was opened, and marks cells whose kernel has ended.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: (_app, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_sender, panel) => void followPanel(panel));
  },
};

async function followPanel({ context, content, sessionContext }: NotebookPanel): Promise<void> {
  await Promise.all([context.ready, sessionContext.ready]);
  const follow = async (cellsOf: () => readonly Cell[]) => {
    const kernel = sessionContext.session?.kernel;
    if (!kernel) return;
    await connected(kernel);
    const executions = await askExecutions(kernel);
    const ran = new Set(executions.flatMap(({ cell_id, gone }) => (gone ? [] : [cell_id])));
    for (const cell of cellsOf()) if (!ran.has(cell.model.id) && !ranHere(cell, kernel)) markGone(cell);
    for (const execution of executions) {
      const cell = cellsOf().find(({ model }) => model.id === execution.cell_id);
      // A changed but unsaved cell is back to its old code: the run's output is not its own.
      if (cell?.model.sharedModel.getSource() !== execution.code) {
        if (execution.state === 'running') sayUnsaved(execution);
        continue;
      }
      const show = execution.held ? unchanged(context.model) : (act: () => unknown) => act();
      if (!(cell instanceof CodeCell) || (await hasEndedHere(cell, kernel, execution))) continue;
      followCell(cell, kernel, execution, show);
    }
  };
  const start = (cellsOf = () => content.widgets) =>
    void follow(cellsOf).catch((error) =>
      Notification.warning(
        `Cells that were started before this page was opened are not shown as running: ${error}`,
      ),
    );
  sessionContext.kernelChanged.connect(() => start());
  watchRemade(content, (cellsOf) => {
    if (sessionContext.session?.kernel) start(cellsOf);
    else for (const cell of cellsOf()) markGone(cell);
  });
  start();
}

/** Its output is shown in the page that started it, if still open; others wait until it ends. */
function sayUnsaved({ code }: ExecutionModel): void {
  const [first] = code.trim().split('\n');
  Notification.info(
    `The kernel is running a cell that was not saved and is not on this page: ${first.slice(0, 80)}. Interrupt the kernel to stop it, even if it is waiting for an answer.`,
    { autoClose: 20_000 },
  );
}

/** Reports cells that are recreated, as by a reload from disk or an undo. */
function watchRemade(notebook: Notebook, tell: (cellsOf: () => readonly Cell[]) => void): void {
  const known = new Set(notebook.widgets.map(({ model }) => model.id));
  notebook.model?.cells.changed.connect((_cells, { type, newValues }) => {
    if (type !== 'add') return;
    const added = new Set(newValues.map(({ id }) => id));
    const isRemade = [...added].some((id) => known.has(id));
    for (const id of added) known.add(id);
    // Deferred: the notebook shows them only after all listeners have run.
    if (isRemade)
      queueMicrotask(() => tell(() => notebook.widgets.filter(({ model }) => added.has(model.id))));
  });
}

/** Including a cell started after the server was queried. */
function ranHere(cell: Cell, { clientId }: Kernel.IKernelConnection): boolean {
  return cell instanceof CodeCell && cell.outputArea.future?.msg.header.session === clientId;
}

/**
 * Whether this page has shown this run to its end before a restart. Showing it again would recreate the outputs and
 * lose changes since, such as the knobs of a panel.
 */
async function hasEndedHere(
  cell: CodeCell,
  kernel: Kernel.IKernelConnection,
  { msg_id }: ExecutionModel,
): Promise<boolean> {
  if (!ranHere(cell, kernel)) return false;
  const { future } = cell.outputArea;
  if (!future.isDisposed || future.msg.header.msg_id !== msg_id) return false;
  // A restart disposes of all runs, cutting off unfinished ones.
  return future.done.then(
    () => true,
    () => false,
  );
}

/** Changes a notebook without marking it as modified. */
function unchanged(model: Pick<INotebookModel, 'dirty'>) {
  return (act: () => unknown): unknown => {
    const { dirty } = model;
    const done = act();
    model.dirty = dirty;
    return done;
  };
}

/**
 * Shows a run in its cell. The server answers with all output so far, and then with new output.
 *
 * @param show runs changes of the notebook
 */
function followCell(
  cell: CodeCell,
  kernel: Kernel.IKernelConnection,
  execution: ExecutionModel,
  show: (act: () => unknown) => unknown,
): void {
  const { outputArea, model } = cell;
  // A cell that this page has run shows that run. What a restart took away was disposed of with the kernel's state.
  if (cell.isDisposed || (ranHere(cell, kernel) && !outputArea.future.isDisposed)) return;
  const request = KernelMessage.createMessage({
    channel: 'shell',
    msgId: execution.msg_id,
    // Not part of Jupyter's protocol: the lab's server answers it with the messages of an execute request.
    msgType: 'listenlab_follow_request' as 'execute_request',
    session: kernel.clientId,
    content: { code: '' },
  });
  const future = kernel.sendShellMessage(request, true, false) as unknown as ExecuteFuture;
  outputArea.reattachFuture(future);
  const { onIOPub, onReply } = future;
  future.onIOPub = (message) => show(() => onIOPub(message)) as ReturnType<typeof onIOPub>;
  future.onReply = (message) => show(() => onReply(message)) as ReturnType<typeof onReply>;
  show(() => {
    model.trusted = true;
    if (execution.state !== 'ended') model.executionState = 'running';
  });
  const isMine = () => !cell.isDisposed && outputArea.future === future;
  future.done.then(
    ({ content }) => {
      if (!isMine()) return;
      show(() => {
        model.executionCount = content.execution_count ?? null;
        model.executionState = 'idle';
      });
      if (execution.gone) markGone(cell);
    },
    // The kernel went away; the page says so.
    () => {
      if (isMine()) model.executionState = 'idle';
    },
  );
}

async function askExecutions(kernel: Kernel.IKernelConnection): Promise<ExecutionModel[]> {
  const { serverSettings } = kernel;
  const url = `${serverSettings.baseUrl}lab-api/kernels/${encodeURIComponent(kernel.id)}/executions`;
  const response = await ServerConnection.makeRequest(url, {}, serverSettings);
  if (!response.ok) throw new Error(`the server answered with ${response.status}`);
  return response.json();
}

/** Until then the page holds back requests while the kernel is busy. */
function connected(kernel: Kernel.IKernelConnection): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (kernel.connectionStatus !== 'connected') return;
      kernel.connectionStatusChanged.disconnect(check);
      resolve();
    };
    kernel.connectionStatusChanged.connect(check);
    check();
  });
}

/** Jupyter's classes: a prompt, and one just answered here that will disappear by itself. */
const QUESTION = 'jp-OutputArea-stdin-item';
const ANSWERED = 'jp-OutputArea-stdin-hiding';

/** Removes obsolete prompts: answered in another page, or left unanswered when their cell ended. */
export const questions: Plugin = {
  id: 'listenlab:questions',
  description: 'Removes questions to the user that no longer need an answer.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: (_app, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_sender, panel) => watchPanel(panel));
  },
};

function watchPanel({ content, sessionContext }: NotebookPanel): void {
  // A cell asks one question at a time, and one cell runs at a time.
  hearKernel(sessionContext, (message) => {
    if (endsQuestion(message)) takeAway(content.widgets, sessionContext);
  });
}

/** The first message type is the lab's own. The end of a cell is reported even if its kernel died. */
function endsQuestion({ header, parent_header, content }: KernelMessage.IMessage): boolean {
  if ((header.msg_type as string) === 'listenlab_answered') return true;
  if (header.msg_type !== 'status') return false;
  const asked = (parent_header as Partial<KernelMessage.IHeader>).msg_type;
  return asked === 'execute_request' && (content as { execution_state?: string }).execution_state === 'idle';
}

function takeAway(cells: readonly Cell[], { session }: ISessionContext): void {
  for (const cell of cells) {
    if (!(cell instanceof CodeCell)) continue;
    for (const output of [...cell.outputArea.widgets]) {
      if (output.hasClass(QUESTION) && !output.hasClass(ANSWERED)) output.dispose();
    }
  }
  // Without this no other cell runs in this page.
  session?.kernel?.removeInputGuard();
}
