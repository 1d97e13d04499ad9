import { allocateCsr, type CsrMatrix } from '../../engine/matrix/csr.js';
import { IdMap } from '../../engine/matrix/id-map.js';
import { Interactions } from '../../engine/matrix/interactions.js';
import { InputError } from '../../util/errors.js';
import {
  ByteReader,
  ByteWriter,
  checksumOf,
  damagedPlays,
  deflate,
  HEADER_BYTES,
  inflate,
  MAGIC,
} from './packed-bytes.js';
import { listenerNames } from './subset.js';

/**
 * Packs plays into few bytes, to embed in a page: 1.5 to 2.7 per pair of a listener and an artist, artists' names
 * included. Names of listeners are not packed; `unpackInteractions` numbers them.
 *
 * Before compression there are, one after the other: the numbers of artists and listeners; the artists' names,
 * their lengths first; how many artists each listener plays; for each listener the artists in ascending order, as
 * differences minus one; 1 if all plays are integers, and then the plays minus one, else 0 and the plays in float32.
 * Integers take seven bits per byte. All this is deflated, after a header of twelve bytes with its length and checksum.
 *
 * @example const bytes = await packInteractions((await chooseSubset(interactions)).subset);
 * @param interactions (users x artists) plays, finite and above 0
 * @throws InputError for other plays, or for a name that is not well-formed Unicode
 * Cost: about 10 ms for 100,000 plays.
 */
export async function packInteractions(interactions: Interactions): Promise<Uint8Array<ArrayBuffer>> {
  const raw = rawBytes(interactions);
  const packed = await deflate(raw);
  const result = new Uint8Array(HEADER_BYTES + packed.length);
  result.set(MAGIC);
  const header = new DataView(result.buffer);
  header.setUint32(4, raw.length, true);
  header.setUint32(8, checksumOf(raw), true);
  result.set(packed, HEADER_BYTES);
  return result;
}

function rawBytes({ users, artists, byUser }: Interactions): Uint8Array {
  const writer = new ByteWriter();
  writer.number(artists.size);
  writer.number(users.size);
  const names = artists.names.map((name) => encodeName(name));
  for (const name of names) writer.number(name.length);
  for (const name of names) writer.bytes(name);
  const { indptr, indices, values } = byUser;
  for (let user = 0; user < users.size; user++) writer.number(indptr[user + 1] - indptr[user]);
  for (let user = 0; user < users.size; user++) {
    let next = 0;
    for (let i = indptr[user]; i < indptr[user + 1]; i++) {
      writer.number(indices[i] - next);
      next = indices[i] + 1;
    }
  }
  writePlays(writer, values);
  return writer.finish();
}

function encodeName(name: string): Uint8Array {
  if (/\p{Surrogate}/u.test(name))
    throw new InputError(`artist '${name}' has half a character in its name; clean the data`);
  return new TextEncoder().encode(name);
}

function writePlays(writer: ByteWriter, plays: Float32Array): void {
  const bad = plays.find((count) => !(count > 0 && count < Number.POSITIVE_INFINITY));
  if (bad !== undefined) {
    throw new InputError(
      `there are plays of ${bad}; expected finite numbers above 0: clean the dataset with clean()`,
    );
  }
  const areWhole = plays.every((count) => Number.isInteger(count) && count <= 2 ** 32);
  writer.number(areWhole ? 1 : 0);
  if (areWhole) {
    for (const count of plays) writer.number(count - 1);
    return;
  }
  const view = new DataView(new ArrayBuffer(4 * plays.length));
  plays.forEach((count, i) => {
    view.setFloat32(4 * i, count, true);
  });
  writer.bytes(new Uint8Array(view.buffer));
}

/** More than any page would hold: a guard against decompression bombs. */
const MOST_BYTES = 2 ** 28;

/**
 * Undoes `packInteractions`, in Node.js or a browser: the same plays and artists, and listeners named
 * `listener 1`, `listener 2`, ...
 *
 * @example const interactions = await unpackInteractions(bytes);
 * @throws InputError for bytes that are damaged, truncated or of another format
 * Cost: about 10 ms for 100,000 plays.
 */
export async function unpackInteractions(packed: Uint8Array): Promise<Interactions> {
  const reader = new ByteReader(await unpackedBytes(packed));
  const artistCount = reader.count(1);
  const userCount = reader.count(1);
  const artists = readNames(reader, artistCount);
  const byUser = readRows(reader, userCount, artistCount);
  if (reader.left > 0) throw damagedPlays(`${reader.left} bytes are left over`);
  return new Interactions(listenerNames(userCount), new IdMap('artist', artists), byUser);
}

async function unpackedBytes(packed: Uint8Array): Promise<Uint8Array> {
  if (packed.length < HEADER_BYTES || MAGIC.some((byte, i) => packed[i] !== byte)) {
    throw damagedPlays('they do not start like packed plays');
  }
  const header = new DataView(packed.buffer, packed.byteOffset, HEADER_BYTES);
  const length = header.getUint32(4, true);
  if (length > MOST_BYTES) throw damagedPlays(`they claim to hold ${length} bytes`);
  const raw = await inflate(packed.subarray(HEADER_BYTES), length).catch((cause) => {
    throw damagedPlays('they cannot be decompressed', cause);
  });
  if (raw.length !== length || checksumOf(raw) !== header.getUint32(8, true)) {
    throw damagedPlays('their checksum does not match');
  }
  return raw;
}

function readNames(reader: ByteReader, count: number): string[] {
  // Without ignoreBOM, a leading U+FEFF of a name would be lost.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lengths = Array.from({ length: count }, () => reader.number());
  const names = lengths.map((length) => {
    try {
      return decoder.decode(reader.bytes(length));
    } catch (cause) {
      throw damagedPlays('a name is not UTF-8', cause);
    }
  });
  if (new Set(names).size < count) throw damagedPlays('two artists have the same name');
  return names;
}

function readRows(reader: ByteReader, users: number, artists: number): CsrMatrix {
  const lengths = Array.from({ length: users }, () => reader.number());
  const entries = lengths.reduce((sum, length) => sum + length, 0);
  // An entry takes at least one byte for its artist and one for its plays.
  if (2 * entries > reader.left) throw damagedPlays(`they should have ${entries} plays but end too early`);
  const matrix = allocateCsr(users, artists, entries);
  const { indptr, indices } = matrix;
  let entry = 0;
  lengths.forEach((length, user) => {
    let next = 0;
    for (const end = entry + length; entry < end; entry++) {
      const artist = next + reader.number();
      if (artist >= artists) throw damagedPlays(`there is no artist ${artist}`);
      indices[entry] = artist;
      next = artist + 1;
    }
    indptr[user + 1] = entry;
  });
  readPlays(reader, matrix.values);
  return matrix;
}

function readPlays(reader: ByteReader, plays: Float32Array): void {
  const areWhole = reader.number() === 1;
  if (areWhole) {
    for (let i = 0; i < plays.length; i++) plays[i] = reader.number() + 1;
    return;
  }
  const { buffer, byteOffset, byteLength } = reader.bytes(4 * plays.length);
  const view = new DataView(buffer, byteOffset, byteLength);
  for (let i = 0; i < plays.length; i++) plays[i] = view.getFloat32(4 * i, true);
  if (!plays.every((count) => count > 0 && count < Number.POSITIVE_INFINITY)) {
    throw damagedPlays('there are plays that are not above 0');
  }
}
