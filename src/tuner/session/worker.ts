import { trainedModel } from '../../engine/als/trained-model.js';
import { messageOf } from '../../util/errors.js';
import { unpackInteractions } from '../subset/pack.js';
import { type BrowserTrained, browserTrainer } from '../trainer/browser-trainer.js';
import { type JoinTask, serveThread, type WorkerScope, workerScope } from '../trainer/threads.js';
import type { TunerReply, TunerRequest } from './messages.js';
import { type ModelTrainer, TunerSession } from './session.js';
import { prepareSession } from './session-data.js';

/** One script for both: the first message decides whether this is a session or a thread of its trainings. */
function begin(scope: WorkerScope): void {
  scope.onmessage = ({ data }) => {
    const first = data as TunerRequest | JoinTask;
    if (first.kind === 'join') serveThread(scope, first);
    else serveSession(scope, first);
  };
}

function serveSession(scope: WorkerScope, first: TunerRequest): void {
  const reply = (message: TunerReply) => scope.postMessage(message);
  const session = openSession(scope, first, reply);
  session.catch((error) => {
    reply({ kind: 'failed', message: `The panel cannot train here: ${messageOf(error)}` });
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
  const train = await modelTrainer(scope);
  return new TunerSession(await prepareSession(await unpackInteractions(packed)), train, reply);
}

async function modelTrainer(scope: WorkerScope): Promise<ModelTrainer> {
  const train = await browserTrainer(scope);
  return async (interactions, options, onFirst) => {
    const model = ({ settings, factors }: BrowserTrained) => trainedModel(interactions, settings, factors);
    return model(await train(interactions, options, (first) => onFirst(model(first))));
  };
}

begin(workerScope);
