import { messageOf } from '../../util/errors.js';
import { compileTrainerKernel } from './kernels.js';
import type { TrainerReply, TrainerRequest } from './protocol.js';
import { TrainerService } from './service.js';
import { serveThread, type ThreadTask } from './thread.js';
import { ThreadPool } from './thread-pool.js';
import { type WorkerScope, workerScope } from './web-worker.js';

/** One script for both: the first message tells whether this is a trainer or one of its threads. */
function begin(scope: WorkerScope): void {
  scope.onmessage = ({ data }) => {
    const first = data as TrainerRequest | ThreadTask;
    if (first.kind === 'join') serveThread(scope, first);
    else serveTrainer(scope, first);
  };
}

function serveTrainer(scope: WorkerScope, first: TrainerRequest): void {
  const reply = (message: TrainerReply, transfer?: ArrayBuffer[]) => scope.postMessage(message, transfer);
  const service = startService(scope, reply);
  service.catch((error) => {
    reply({ kind: 'failed', message: `this browser cannot train: ${messageOf(error)}` });
  });
  const take = (request: TrainerRequest) => {
    service.then(
      (started) => started.take(request),
      () => {},
    );
  };
  scope.onmessage = ({ data }) => take(data as TrainerRequest);
  take(first);
}

async function startService(
  scope: WorkerScope,
  reply: (message: TrainerReply, transfer?: ArrayBuffer[]) => void,
): Promise<TrainerService> {
  const canShare = scope.crossOriginIsolated === true;
  const kernel = await compileTrainerKernel(canShare);
  return new TrainerService({
    kernel,
    pool: canShare ? new ThreadPool(scope.location.href) : undefined,
    threads: canShare ? scope.navigator.hardwareConcurrency : 1,
    reply,
  });
}

begin(workerScope);
