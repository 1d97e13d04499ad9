import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { messageOf } from '../../util/errors.js';
import { type FrontEnd, offerKernelContext } from '../../util/kernel-context.js';
import { workProgress } from '../display/progress.js';
import { readConnection } from '../jupyter/connection.js';
import { watchParent } from '../jupyter/parent-poller.js';
import { CommRegistry } from './comms.js';
import { ExecuteRequests } from './execute-request.js';
import { picturedFigures } from './figure-pictures.js';
import { Kernel } from './kernel.js';
import { CellOutput, type Dress } from './output.js';
import { KernelSockets } from './sockets.js';
import { InputRequests, replaceInput } from './stdin.js';
import { captureOutput } from './streams.js';
import { describeThrown } from './traceback.js';
import { WidgetModels } from './widget-models.js';

/** Stacks include awaiting functions: V8's default of ten frames would cut off those of the cell. */
const STACK_FRAMES = 50;

/** Bytes of bytecode that V8 11.3 runs in a function before it considers optimising it: its default. */
const INTERRUPT_BUDGET = 66 * 1024;

/**
 * The kernel process: `node dist/notebook/kernel/main.js --connection-file FILE`, started by a Jupyter
 * client in the notebook's folder. With `--pictures` figures come with a picture (see figure-pictures.ts).
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'connection-file': { type: 'string', short: 'f' }, pictures: { type: 'boolean' } },
  });
  const file = values['connection-file'];
  if (file === undefined) throw new Error('no connection file given; expected --connection-file FILE');
  Error.stackTraceLimit = STACK_FRAMES;
  watchParent();
  const sockets = new KernelSockets(await readConnection(file), (text) => log(`listenlab kernel: ${text}\n`));
  const plain: Dress = (data, metadata) => ({ data, metadata });
  const output = new CellOutput(sockets, values.pictures ? picturedFigures() : plain);
  await sockets.bind();
  const log = captureOutput((name, text) => output.print(name, text));
  replaceInput((name, text) => output.print(name, text));
  // Loading the compiler blocks the thread for seconds; front ends connect to the bound sockets meanwhile.
  const { CellExecution } = await import('./execution.js');
  const execution = optimisedLess(() => new CellExecution(process.cwd(), () => sockets.isSending));
  Error.prepareStackTrace = (error, sites) => execution.places.writeStack(error, sites);
  const comms = new CommRegistry((type, content, extras) => output.publishComm(type, content, extras));
  const onShutdown = () => {
    execution.close();
    void sockets.close().then(() => process.exit(0));
  };
  // Errors that no cell caught are shown where they belong, with their origin; nothing stops.
  const report = (thrown: unknown, origin: string): void => {
    const { traceback } = describeThrown(thrown, execution.places);
    output.print('stderr', `${origin}: ${traceback.join('\n')}\n`);
  };
  const input = new InputRequests(sockets);
  const requests = new ExecuteRequests({ execution, output, input });
  const kernel = new Kernel({ sockets, execution, output, comms, requests, report, onShutdown });
  process.on('uncaughtException', (error) => report(error, 'Uncaught'));
  process.on('unhandledRejection', (reason) => report(reason, 'Unhandled rejection'));
  const frontEnd: FrontEnd = { display: (bundle, options) => output.display(bundle, options) };
  const widgets = new WidgetModels({ comms, execution, output, report });
  offerKernelContext({
    frontEnd,
    signal: () => execution.currentSignal(),
    startProgress: (title) => workProgress(title, frontEnd),
    ask: (question, options) => input.ask(question, options, execution.currentSignal()),
    comms,
    widgetHost: () => (requests.showsWidgets ? widgets : undefined),
  });
  input.listen();
  kernel.listen();
}

/**
 * Runs `start` with less of it optimised where Node.js is version 20: its V8 would spend a quarter of the time on that,
 * for work that is soon done. Later versions do not, and have no such option.
 */
function optimisedLess<T>(start: () => T): T {
  if (!process.versions.v8.startsWith('11.3.')) return start();
  setFlagsFromString(`--interrupt-budget=${12 * INTERRUPT_BUDGET}`);
  try {
    return start();
  } finally {
    setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
  }
}

main().catch((error) => {
  process.stderr.write(`listenlab kernel: ${messageOf(error)}\n`);
  process.exit(1);
});
