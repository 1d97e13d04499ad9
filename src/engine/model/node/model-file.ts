import { type FileHandle, open, stat, writeFile } from 'node:fs/promises';
import { abortError, InputError, isSystemError, messageOf, noPermission } from '../../../util/errors.js';
import { pathOf, writeBeside } from '../../../util/node/files.js';
import {
  checkSavedHeader,
  FORMAT,
  fromSaved,
  type SavedTensors,
  TENSORS,
  toSaved,
} from '../model-file-format.js';
import type { ModelParts } from '../model-parts.js';
import { FileClause, PREFIX_BYTES } from '../safetensors.js';
import { encodeTensorFile, readTensorFile } from './tensor-file.js';

const EXPECTED = "expected a file that model.save() or 'npx listenlab train' has written";
const TRAIN_AGAIN = 'train and save the model again';

/**
 * Writes a model to one file, atomically: readers see the old file or the complete new one. The metadata's `crc32`
 * covers the tensors and the other metadata.
 *
 * @param signal stops the writing
 * @throws InputError when the file cannot be written, or is not a model
 */
export async function writeModelFile(
  given: string | URL,
  model: ModelParts,
  signal?: AbortSignal,
): Promise<void> {
  const path = pathOf(given, "the path of a file to write: await model.save('my.model')");
  await requireReplaceable(path);
  const chunks = encodeTensorFile(toSaved(model));
  try {
    await writeBeside(path, (partial) => writeFile(partial, chunks, { signal }));
  } catch (cause) {
    if (signal?.aborted) throw abortError(signal);
    throw new InputError(
      `cannot save the model as '${path}' (${messageOf(cause)}); save it to a writable path`,
      { cause },
    );
  }
}

/** The format's name is within this many bytes of a model's file. */
const HEAD_BYTES = 2 ** 16;

/**
 * Makes sure that saving a model only replaces an older one, or an empty file.
 *
 * @throws InputError when a folder or something else is there, such as the plays that the model was trained on
 */
export async function requireReplaceable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    throw new InputError(`cannot save the model as '${path}': it is a folder; name a file to save it to`);
  }
  if (!found?.isFile() || found.size === 0 || (await isModelFile(path))) return;
  throw new InputError(
    `'${path}' already exists and is not a listenlab model, so saving would destroy it; save the model under another name, or remove the file first`,
  );
}

/** Whether a file begins as a saved model does. */
export async function isModelFile(path: string): Promise<boolean> {
  const handle = await openFile(path);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(HEAD_BYTES) });
    const head = buffer.toString('latin1', 0, bytesRead);
    return head[PREFIX_BYTES] === '{' && head.includes(FORMAT);
  } finally {
    await handle.close();
  }
}

/**
 * The parts of the model in a file. The header is checked before it is relied on.
 *
 * @param signal stops the reading
 * @throws InputError naming the path, what was found there and what to do
 */
export async function readModelFile(given: string | URL, signal?: AbortSignal): Promise<ModelParts> {
  const path = pathOf(given, "the path of a saved model: await loadModel('my.model')");
  const handle = await openFile(path);
  try {
    return await readModel(handle, signal);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw unreadable(
      path,
      cause.message,
      cause instanceof FileClause ? cause.advice : 'give such a file',
      cause,
    );
  } finally {
    await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  let what: string;
  try {
    const found = await stat(path);
    // Opening a pipe would wait forever for its writer.
    if (found.isFile()) return await open(path, 'r');
    what = found.isDirectory() ? 'it is a folder' : 'it is a device or a pipe';
  } catch (cause) {
    const isMissing = isSystemError(cause) && ['ENOENT', 'ENOTDIR'].includes(cause.code);
    if (isMissing) throw unreadable(path, 'there is no such file', 'check the path', cause);
    throw (
      noPermission(cause) ??
      unreadable(path, `it cannot be opened (${messageOf(cause)})`, 'give another file', cause)
    );
  }
  throw unreadable(path, what, 'name a file');
}

/** What was found, what was expected, and what to do. */
function unreadable(path: string, found: string, advice: string, cause?: unknown): InputError {
  const message = `cannot load a model from '${path}': ${found}; ${EXPECTED}: ${advice}, or ${TRAIN_AGAIN}`;
  return new InputError(message, { cause });
}

async function readModel(handle: FileHandle, signal?: AbortSignal): Promise<ModelParts> {
  const names = Object.keys(TENSORS) as (keyof typeof TENSORS)[];
  const { tensors, metadata, isVerified } = await readTensorFile(handle, names, checkSavedHeader, signal);
  return fromSaved(tensors as SavedTensors, metadata, isVerified);
}
