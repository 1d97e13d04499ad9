import { IdMap } from '../../engine/matrix/id-map.js';
import { modelsIn } from '../../engine/model/equations/averaged-solver.js';
import { type ConfidenceSettings, readConfidenceSettings } from '../../engine/model/equations/settings.js';
import { playStatistics } from '../../engine/model/equations/weighting.js';
import { Model } from '../../engine/model/model.js';
import { InputError } from '../../util/errors.js';
import { takingTurns } from '../../util/work.js';
import { typicalPlays } from '../session/typical-plays.js';
import { base64Of, bytesOf } from '../subset/packed-bytes.js';
import { type QuantisedFactors, quantiseFactors, restoreFactors } from './quantised-factors.js';

// Shapes: artists I, factors F.

/** A model's artists as plain JSON, to embed in a page, without listening data. */
export interface PortableModel {
  readonly factors: number;
  /** (I) names by descending number of listeners. */
  readonly artists: readonly string[];
  /** (I) how many users played each. */
  readonly listeners: readonly number[];
  /** (I x F) factors as int8, in base64. */
  readonly bytes: string;
  /** (I) float32 in little-endian order, in base64: what an artist's bytes are multiplied by. */
  readonly scales: string;
  /** How many artists the model has; those with the fewest listeners may be left out. */
  readonly ofArtists: number;
  /** How plays became confidences. */
  readonly training: ConfidenceSettings & { readonly seeds: number };
  readonly users: number;
  /** Plays of the mean user. */
  readonly meanPlays: number;
  /** Play count assumed if unknown: the median of all plays. */
  readonly typicalPlays: number;
}

/** What a page needs to answer questions about artists without a kernel. */
export interface TryOutput {
  readonly artist?: string;
  readonly likes?: readonly string[];
  readonly recommend: boolean;
  /** How the model was trained, in a few words. */
  readonly settings?: string;
  readonly model: PortableModel;
}

/** Bytes of an artist besides factors and name: listeners, quotes and commas. */
const BYTES_BESIDE = 6;
/** Four characters of base64 stand for three bytes. */
const BASE64 = 4 / 3;

/**
 * The artists of a model with factors of 8 bits; {@link quantiseFactors} says what that loses.
 *
 * @param bytes approximate size of its JSON: the artists with the fewest listeners are left out until it fits
 * @throws InputError when not one artist fits, or for a model that does not say how it was trained
 * Cost: one pass over the artists' factors, and two over the plays for their median.
 */
export async function portableModel(model: Model, bytes: number): Promise<PortableModel> {
  const { factors } = model;
  const statistics = model.statistics ?? playStatistics(model.plays);
  const order = Int32Array.from(model.artists.names.keys())
    .filter((artist) => statistics.listeners[artist] > 0)
    .sort((a, b) => statistics.listeners[b] - statistics.listeners[a] || a - b);
  const kept = order.subarray(0, countWithin(model, order, bytes));
  if (kept.length === 0) throw new InputError(`no artist fits in ${bytes} bytes; allow more`);
  const chosen = new Float32Array(kept.length * factors);
  kept.forEach((artist, row) => {
    chosen.set(model.artistFactors.subarray(artist * factors, (artist + 1) * factors), row * factors);
  });
  const quantised = quantiseFactors({ artistFactors: chosen, factors });
  return {
    factors,
    artists: Array.from(kept, (artist) => model.artists.names[artist]),
    listeners: Array.from(kept, (artist) => statistics.listeners[artist]),
    bytes: base64Of(new Uint8Array(quantised.bytes.buffer)),
    scales: base64Of(littleEndian(quantised.scales)),
    ofArtists: order.length,
    training: { ...readConfidenceSettings(model.training), seeds: modelsIn(model) },
    users: statistics.users,
    meanPlays: statistics.meanPlays,
    typicalPlays: await typicalPlays(model.plays, takingTurns()),
  };
}

/** Decodes what a page needs: the quantised factors, and a model of them without users to fold listeners into. */
export function restoreModel(portable: PortableModel): { quantised: QuantisedFactors; model: Model } {
  const { factors, artists, users, meanPlays, listeners, training } = portable;
  const quantised = {
    factors,
    bytes: new Int8Array(bytesOf(portable.bytes).buffer),
    scales: fromLittleEndian(bytesOf(portable.scales)),
  };
  const model = new Model({
    users: new IdMap('user', []),
    artists: new IdMap('artist', artists),
    factors,
    userFactors: new Float32Array(0),
    artistFactors: restoreFactors(quantised),
    plays: {
      rows: 0,
      columns: artists.length,
      indptr: Int32Array.of(0),
      indices: new Int32Array(0),
      values: new Float32Array(0),
    },
    training: { ...training },
    statistics: { users, meanPlays, listeners: Int32Array.from(listeners) },
  });
  return { quantised, model };
}

function countWithin({ artists, factors }: Model, order: Int32Array, bytes: number): number {
  let size = 0;
  const beyond = order.findIndex((artist) => {
    const name = JSON.stringify(artists.names[artist]).length;
    size += BASE64 * (factors + Float32Array.BYTES_PER_ELEMENT) + name + BYTES_BESIDE;
    return size > bytes;
  });
  return beyond < 0 ? order.length : beyond;
}

function littleEndian(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.byteLength));
  values.forEach((value, i) => {
    view.setFloat32(Float32Array.BYTES_PER_ELEMENT * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

function fromLittleEndian({ buffer, byteLength }: Uint8Array): Float32Array {
  const view = new DataView(buffer);
  const each = Float32Array.BYTES_PER_ELEMENT;
  return Float32Array.from({ length: byteLength / each }, (_, i) => view.getFloat32(each * i, true));
}
