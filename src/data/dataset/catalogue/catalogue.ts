import path from 'node:path';
import { closest } from 'fastest-levenshtein';
import { InputError } from '../../../util/errors.js';
import { makeFolder, pathOf, probeFolder } from '../../../util/node/files.js';
import { dataFolder } from '../../../util/node/folders.js';

/** One file of a catalogue dataset, as it lies in the dataset's folder after `listenlab data get`. */
export interface DatasetFile {
  /** Name in the folder, and the last part of its path inside the archive. */
  readonly name: string;
  /** MD5 of the file as published, 32 hexadecimal digits. */
  readonly md5?: string;
  /** Size of the file as published. */
  readonly bytes?: number;
}

/** A dataset listenlab knows by name. */
export interface DatasetEntry {
  /** What to give to `openDataset` and `--dataset`. */
  readonly name: string;
  /** What people read: in notebooks, reports and `listenlab data list`. */
  readonly title: string;
  /** One or two sentences: what is in it and how much. */
  readonly description: string;
  /** Terms of use, in a few words. */
  readonly licence: string;
  /** Web page of those who published it. */
  readonly home: string;
  /** True when its plays were made up by listenlab. */
  readonly simulated: boolean;
  /** True when each of its rows is one listen, to be counted. */
  readonly listens?: true;
  /** What to download; absent when nothing is (the sample is made on first use). */
  readonly archive?: { readonly url: string; readonly bytes?: number; readonly md5?: string };
  /** Files the dataset needs, the plays first; each is a member of the archive. */
  readonly files: readonly DatasetFile[];
  /** Folder of the files below the data directory. */
  readonly folder: string;
}

const ENTRIES: readonly DatasetEntry[] = [
  {
    name: 'sample',
    title: 'Last.fm sample (simulated)',
    description:
      'Simulated plays of 3,000 made-up listeners for almost 1,000 real artists, in the format of Last.fm ' +
      '360K, with profiles. Made on first use from a fixed seed; nothing is downloaded.',
    licence: 'MIT, as listenlab itself',
    home: 'data/README.md',
    simulated: true,
    files: [{ name: 'usersha1-artmbid-artname-plays.tsv' }, { name: 'usersha1-profile.tsv' }],
    folder: 'sample',
  },
  {
    name: 'lastfm-2k',
    title: 'HetRec 2011 Last.fm 2K',
    description:
      '92,834 rows: up to 50 artists each of 1,892 listeners, 17,632 artists in all. ' +
      'Published for the HetRec workshop at RecSys 2011.',
    licence: 'non-commercial use',
    home: 'https://grouplens.org/datasets/hetrec-2011/',
    simulated: false,
    // GroupLens publishes no checksum of the archive: the members are checked instead.
    archive: { url: 'https://files.grouplens.org/datasets/hetrec2011/hetrec2011-lastfm-2k.zip' },
    files: [
      { name: 'user_artists.dat', md5: '5b78159a82777fcc0d01ac01dd2cd253', bytes: 1_203_619 },
      { name: 'artists.dat', md5: '77ceeff1c72a550bc52c0bf5882f868a', bytes: 1_925_878 },
    ],
    folder: 'lastfm-2k',
  },
  {
    name: 'lastfm-360k',
    title: 'Last.fm 360K',
    description:
      '17,559,530 rows: the most played artists of 359,347 listeners, with profiles. ' +
      'Collected by Òscar Celma from the Last.fm API.',
    licence: 'non-commercial use',
    home: 'https://zenodo.org/records/6090214',
    simulated: false,
    archive: {
      url: 'https://zenodo.org/records/6090214/files/lastfm-dataset-360K.tar.gz',
      bytes: 569_202_935,
      md5: '635e6ed3fc873aa4ba33aba0ebce02b1',
    },
    files: [
      { name: 'usersha1-artmbid-artname-plays.tsv', md5: 'be672526eb7c69495c27ad27803148f1' },
      { name: 'usersha1-profile.tsv', md5: '51159d4edf6a92cb96f87768aa2be678' },
    ],
    folder: 'lastfm-360k',
  },
  {
    name: 'lastfm-1k',
    title: 'Last.fm 1K',
    description:
      '19,150,868 listens with their times: all that 992 listeners heard until May 2009, with profiles. ' +
      'Collected by Òscar Celma from the Last.fm API.',
    licence: 'non-commercial use',
    home: 'https://zenodo.org/records/6090214',
    simulated: false,
    listens: true,
    // The record gives 672.7 MB for the archive, not the bytes.
    archive: {
      url: 'https://zenodo.org/records/6090214/files/lastfm-dataset-1K.tar.gz',
      md5: 'a79a6808f54f73354789a9fb02cb1e41',
    },
    files: [
      {
        name: 'userid-timestamp-artid-artname-traid-traname.tsv',
        md5: '64747b21563e3d2aa95751e0ddc46b68',
      },
      { name: 'userid-profile.tsv', md5: 'c53608b6b445db201098c1489ea497df' },
    ],
    folder: 'lastfm-1k',
  },
];

/**
 * The datasets listenlab knows by name.
 *
 * @example catalogue().map((entry) => entry.name) // ['sample', 'lastfm-2k', 'lastfm-360k', 'lastfm-1k']
 * @category Open data
 */
export function catalogue(): readonly DatasetEntry[] {
  return ENTRIES;
}

/** The catalogue's entry of that name, or undefined. */
export function findEntry(name: string): DatasetEntry | undefined {
  return ENTRIES.find((entry) => entry.name === name);
}

/**
 * The catalogue's entry of that name.
 *
 * @throws InputError that names the nearest known dataset
 */
export function entryNamed(name: string): DatasetEntry {
  const entry = findEntry(name);
  if (entry) return entry;
  throw new InputError(
    `no dataset '${name}'; did you mean '${nearestEntry(name)}'? 'npx listenlab data list' shows all names`,
  );
}

/** The name in the catalogue with the fewest edits from this one. */
export function nearestEntry(name: string): string {
  return closest(
    name.toLowerCase(),
    ENTRIES.map((entry) => entry.name),
  );
}

/** Where downloads, the sample and caches are kept: a folder that was given, else {@link dataFolder}. */
export function dataDirectory(given?: string | URL): string {
  return given === undefined ? dataFolder() : pathOf(given, 'the path of a folder', 'dataDirectory');
}

/** Absolute path of a catalogue dataset's folder. */
export function entryFolder(entry: DatasetEntry, directory = dataDirectory()): string {
  return path.join(directory, entry.folder);
}

/**
 * Makes a folder below the data directory, and checks that something can be written into it.
 *
 * @throws InputError that names the data directory and LISTENLAB_DATA
 */
export async function requireWritable(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await probeFolder(folder);
  } catch (error) {
    throw new InputError(
      `cannot write to the data directory ${path.dirname(folder)} (${(error as NodeJS.ErrnoException).code}); ` +
        'make it writable, or set the environment variable LISTENLAB_DATA to a folder that is',
      { cause: error },
    );
  }
}
