import { readAlsOptions } from '../../als/options.js';
import { trainedModel } from '../../als/trained-model.js';
import { messageOf } from '../../util/errors.js';
import { unpackInteractions } from '../subset/unpack.js';
import { BrowserTraining } from '../trainer/browser-training.js';
import { compileTrainerKernel } from '../trainer/kernels.js';
import { serveThread, type ThreadTask } from '../trainer/thread.js';
import { ThreadPool } from '../trainer/thread-pool.js';
import { type WorkerScope, workerScope } from '../trainer/web-worker.js';
import type { TunerReply, TunerRequest } from './messages.js';
import { type ModelTrainer, TunerSession } from './session.js';
import { prepareSession } from './session-data.js';

/** One script for both: the first message tells whether this is a session or a thread of its trainings. */
function begin(scope: WorkerScope): void {
  scope.onmessage = ({ data }) => {
    const first = data as TunerRequest | ThreadTask;
    if (first.kind === 'join') serveThread(scope, first);
    else serveSession(scope, first);
  };
}

function serveSession(scope: WorkerScope, first: TunerRequest): void {
  const reply = (message: TunerReply) => scope.postMessage(message);
  const session = openSession(scope, first, reply);
  session.catch((error) => {
    reply({ kind: 'failed', message: `the panel cannot train here: ${messageOf(error)}` });
  });
  const take = (request: TunerRequest) => {
    session.then(
      (opened) => opened.take(request),
      () => {},
    );
  };
  scope.onmessage = ({ data }) => take(data as TunerRequest);
  take(first);
}

async function openSession(
  scope: WorkerScope,
  first: TunerRequest,
  reply: (message: TunerReply) => void,
): Promise<TunerSession> {
  const packed = first.kind === 'open' ? first.packed : undefined;
  if (!packed) throw new Error('the first message has no plays');
  const train = await browserTrainer(scope);
  return new TunerSession(prepareSession(await unpackInteractions(packed)), train, reply);
}

async function browserTrainer(scope: WorkerScope): Promise<ModelTrainer> {
  const canShare = scope.crossOriginIsolated === true;
  const kernel = await compileTrainerKernel(canShare);
  const pool = canShare ? new ThreadPool(scope.location.href) : undefined;
  const training = new BrowserTraining({ kernel, pool });
  const threads = canShare ? scope.navigator.hardwareConcurrency : 1;
  return async (interactions, options, onFirst) => {
    const checked = readAlsOptions(options, threads);
    const { settings } = checked;
    const found = await training.run(interactions, checked, (iteration, copy) => {
      if (iteration === 1 && settings.iterations > 1) onFirst(trainedModel(interactions, settings, copy()));
    });
    return trainedModel(interactions, settings, found);
  };
}

begin(workerScope);
