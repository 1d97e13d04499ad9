import { open, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { abortError, InputError } from '../../../util/errors.js';
import { writeBeside } from '../../../util/node/files.js';
import { dataFolder } from '../../../util/node/folders.js';
import { encodeTensorFile, readTensorFile } from '../../model/node/tensor-file.js';
import { damagedFile, type Header } from '../../model/safetensors.js';
import type { TrainedFactors } from '../trained-model.js';

/*
 * A kept model is what a training finds: its factors and losses, in the safetensors format. Plays, names and settings
 * are not in it, as its name is a hash of them. Metadata: format, version, key, losses (JSON), trainedBy, crc32.
 */
const FORMAT = 'listenlab-factors';
/** Raised whenever the contents of these files change. */
const VERSION = '1';
const TENSORS = ['artist_factors', 'user_factors'] as const;

/** Bytes of all kept models together: forty of the size of Last.fm 360K with 20 factors. */
const MOST_BYTES = 2 ** 31;

/** What distinguishes a kept model, and what its file must look like. */
export interface ModelId {
  /** See modelKey. */
  readonly key: string;
  readonly users: number;
  readonly artists: number;
  readonly factors: number;
  readonly iterations: number;
}

/** A model from the cache. */
export interface KeptModel extends Omit<TrainedFactors, 'losses'> {
  /** After each iteration; undefined where they were not computed. */
  readonly losses?: readonly number[];
  /** Notebook or command that trained it. */
  readonly trainedBy?: string;
}

/** The folder of kept models. */
export function modelCacheFolder(directory = dataFolder()): string {
  return path.join(directory, 'cache', 'models');
}

/** The environment variable that turns the cache `off` where no option says otherwise. */
export const CACHE_VARIABLE = 'LISTENLAB_MODEL_CACHE';

/** @throws InputError for a value other than on and off */
export function isModelCacheOn({ [CACHE_VARIABLE]: value }: NodeJS.ProcessEnv): boolean {
  if (value === undefined || value === '' || value === 'on') return true;
  if (value === 'off') return false;
  throw new InputError(`the environment variable ${CACHE_VARIABLE} is '${value}'; expected on or off`);
}

/**
 * Reads a model from the cache, and notes its use.
 *
 * @returns undefined where there is none, or its file is damaged or cannot be read
 * @throws the signal's reason when it is aborted, and nothing else
 */
export async function readKeptModel(
  folder: string,
  id: ModelId,
  signal?: AbortSignal,
): Promise<KeptModel | undefined> {
  const file = fileOf(folder, id);
  try {
    const model = await readFile(file, id, signal);
    const now = new Date();
    // Of a folder that cannot be written, nothing is removed either.
    await utimes(file, now, now).catch(() => undefined);
    return model;
  } catch {
    if (signal?.aborted) throw abortError(signal);
    return undefined;
  }
}

async function readFile(file: string, id: ModelId, signal?: AbortSignal): Promise<KeptModel> {
  // Opening a pipe would wait forever for its writer.
  if (!(await stat(file)).isFile()) throw damagedFile('it is not a file');
  const handle = await open(file, 'r');
  try {
    const checkHeader = (header: Header) => requireHeaderOf(id, header);
    const { tensors, metadata } = await readTensorFile(handle, TENSORS, checkHeader, signal);
    return {
      userFactors: tensors.user_factors.data as Float32Array,
      artistFactors: tensors.artist_factors.data as Float32Array,
      ...(metadata.losses !== undefined && { losses: parseLosses(metadata.losses, id) }),
      ...(metadata.trainedBy !== undefined && { trainedBy: metadata.trainedBy }),
    };
  } finally {
    await handle.close();
  }
}

function requireHeaderOf({ key, users, artists, factors }: ModelId, { metadata, tensors }: Header): void {
  const { format, version, crc32 } = metadata;
  if (format !== FORMAT || version !== VERSION || metadata.key !== key || crc32 === undefined) {
    throw damagedFile('it is not the model that its name says');
  }
  for (const [name, rows] of [
    ['user_factors', users],
    ['artist_factors', artists],
  ] as const) {
    const place = tensors.get(name);
    if (place?.dtype === 'F32' && place.shape.join() === [rows, factors].join()) continue;
    throw damagedFile(`tensor '${name}' is missing or has another shape`);
  }
}

function parseLosses(json: string, { iterations }: ModelId): number[] {
  const losses: unknown = JSON.parse(json);
  if (Array.isArray(losses) && losses.length === iterations && losses.every(Number.isFinite)) return losses;
  throw damagedFile('its losses are not understood');
}

/**
 * Keeps a model, in place of an older file of the same key; then the models used longest ago are deleted, as far as all of
 * them take more than {@link MOST_BYTES}. What fails leaves the cache as it was, and is no error.
 *
 * @throws the signal's reason when it is aborted, and nothing else
 */
export async function keepModel(
  folder: string,
  id: ModelId,
  { userFactors, artistFactors, losses, trainedBy }: KeptModel,
  signal?: AbortSignal,
): Promise<void> {
  if (userFactors.byteLength + artistFactors.byteLength > MOST_BYTES) return;
  const tensors = {
    user_factors: { shape: [id.users, id.factors], data: userFactors },
    artist_factors: { shape: [id.artists, id.factors], data: artistFactors },
  };
  const metadata: Record<string, string> = { format: FORMAT, version: VERSION, key: id.key };
  if (losses !== undefined) metadata.losses = JSON.stringify(losses);
  if (trainedBy !== undefined) metadata.trainedBy = trainedBy;
  try {
    const pieces = encodeTensorFile({ tensors, metadata });
    await writeBeside(fileOf(folder, id), (partial) => writeFile(partial, pieces, { signal }));
    await removeOldest(folder);
  } catch {
    if (signal?.aborted) throw abortError(signal);
  }
}

function fileOf(folder: string, { key }: ModelId): string {
  return path.join(folder, `${key}.safetensors`);
}

/** Also files that a process left half-written; one that is written now is among the newest. */
const OWN_FILE = /^[\da-f]{64}\.safetensors/;

async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => OWN_FILE.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      // Another process may have removed it meanwhile.
      const state = await stat(file).catch(() => undefined);
      return { file, bytes: state?.size ?? 0, used: state?.mtimeMs ?? 0 };
    }),
  );
  found.sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { file, bytes } of found) {
    total += bytes;
    // Windows keeps open files: then it stays for the next time.
    if (total > MOST_BYTES) await rm(file, { force: true }).catch(() => undefined);
  }
}
