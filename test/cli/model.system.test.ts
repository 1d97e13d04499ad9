import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useFolder, withFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { ended, listenlab, MAIN, start } from './listenlab.js';
import { millionPlays, playsOfTwoCamps } from './plays.js';

const NO_DANFO = { NODE_OPTIONS: `--require ${path.join(import.meta.dirname, 'refuse-danfo.cjs')}` };
const TRAINING = ['--factors', '4', '--alpha', '1', '--threads', '1'];

const folder = useFolder();

beforeEach(() => writeFile(folder.file('plays.tsv'), playsOfTwoCamps()));

/** Runs a command that must fail with one line on stderr, and returns the line. */
async function refused(args: string[], data = folder.data): Promise<string> {
  const { code, stdout, stderr } = await inProcess(args, { path: folder.path, data });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^error: .*\n$/);
  return stderr.trimEnd();
}

function train(...more: string[]) {
  return ['train', '--dataset', 'plays.tsv', '--model', 'camps.model', ...TRAINING, ...more];
}

describe('training a model, then querying it', () => {
  let trained: Buffer;
  beforeAll(async () => {
    await withFolder(async (base) => {
      await writeFile(path.join(base, 'plays.tsv'), playsOfTwoCamps());
      await listenlab(train(), { path: base, data: path.join(base, 'data') });
      trained = await readFile(path.join(base, 'camps.model'));
    });
  });
  /** Puts the file of the model into the folder. */
  const useModel = () => writeFile(folder.file('camps.model'), trained);

  test('train prints the data it trained on, the rows it dropped, the loss and the path of the model', async () => {
    const { code, stdout, stderr } = await listenlab(train(), folder, NO_DANFO);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [data, dropped, trained, saved, ...rest] = stdout.trimEnd().split('\n');
    expect(data).toBe('plays.tsv: 280 entries of 40 users and 16 artists');
    expect(dropped).toBe('left out in cleaning: 1 row: no artist (line 281)');
    expect(trained).toMatch(/^trained 4 factors in [\d.]+ s; loss 0\.\d+$/);
    expect(saved).toMatch(new RegExp(`^saved the model to ${folder.file('camps.model')} \\([\\d.]+ KiB\\)$`));
    expect(rest).toEqual([]);
  });

  test('similar and recommend give the same answers from the file as from training, in text and in JSON', async () => {
    await useModel();
    const saved = await listenlab(
      ['similar', 'ROCK 1', '--model', 'camps.model', '--json'],
      folder,
      NO_DANFO,
    );
    const fresh = await listenlab(
      ['similar', 'rock 1', '--dataset', 'plays.tsv', ...TRAINING, '--json'],
      folder,
      NO_DANFO,
    );
    expect(saved.stderr + fresh.stderr).toBe('');
    const { artist, similar, training } = JSON.parse(saved.stdout);
    expect(JSON.parse(fresh.stdout).similar).toEqual(similar);
    expect({ artist, training }).toMatchObject({
      artist: 'rock 1',
      training: { factors: 4, alpha: 1, dataset: 'plays.tsv' },
    });
    expect(similar).toHaveLength(10);
    expect(similar[0]).toEqual({ artist: 'rock 1', similarity: 1 });
    expect(similar.slice(0, 8).map((each: { artist: string }) => each.artist.slice(0, 4))).toEqual(
      Array(8).fill('rock'),
    );

    const asked = await listenlab(
      ['recommend', 'U2', '--model', 'camps.model', '--count', '1', '--json'],
      folder,
      NO_DANFO,
    );
    const { user, recommendations } = JSON.parse(asked.stdout);
    expect({ user, artist: recommendations[0].artist }).toEqual({ user: 'u2', artist: 'rock 2' });
    const text = await listenlab(
      ['recommend', 'u2', '--model', 'camps.model', '--count', '2'],
      folder,
      NO_DANFO,
    );
    expect(text.stdout).toMatch(
      /^Recommended to u2 \(plays\.tsv, 4 factors\)\n\n +artist +score\n1 +rock 2 +\d\.\d{4}\n2 +\S+ \d +-?\d\.\d{4}\n$/,
    );
    const table = await listenlab(
      ['similar', 'rock 1', '--model', 'camps.model', '--count', '2'],
      folder,
      NO_DANFO,
    );
    expect(table.stdout).toMatch(
      /^Similar to rock 1 \(plays\.tsv, 4 factors\)\n\n +artist +similarity\n1 +rock 1 +1\.0000\n2 +rock \d +[01]\.\d{4}\n$/,
    );
  });

  test('recommend applies its filter and ordering options', async () => {
    await useModel();
    const recommend = async (...more: string[]) => {
      const args = ['recommend', 'u2', '--model', 'camps.model', '--count', '16', '--json', ...more];
      const { stdout, stderr } = await inProcess(args, folder);
      expect(stderr).toBe('');
      return JSON.parse(stdout).recommendations as { artist: string; score: number }[];
    };
    const plain = await recommend();
    const without = plain.filter(({ artist }) => !['jazz 1', 'jazz 2'].includes(artist));
    expect(await recommend('--exclude', 'JAZZ 1', '--exclude', 'jazz 2')).toEqual(without);
    expect((await recommend('--only', 'jazz 1', '--only', 'rock 2')).map(({ artist }) => artist)).toEqual([
      'rock 2',
      'jazz 1',
    ]);
    // Each artist is played by 15 or 20 of the 20 users of its group.
    const popular = await recommend('--minimum-listeners', '20');
    expect(popular.length).toBeGreaterThan(0);
    expect(popular.every(({ artist }) => / [1357]$/.test(artist) === artist.startsWith('rock'))).toBe(true);
    const none = ['recommend', 'u2', '--model', 'camps.model', '--minimum-listeners', '9999'];
    expect((await inProcess(none, folder)).stdout).toContain(
      'No artists are left that this user has not played with --minimum-listeners 9999',
    );
    const mixed = await recommend('--diversity', '0.5', '--popularity-damper', '0.1');
    expect(mixed[0].artist).toBe('rock 2');
    expect(new Set(mixed.map(({ artist }) => artist))).toEqual(new Set(plain.map(({ artist }) => artist)));
  });

  test('explain lists contributions that add up to the score, in text and in JSON', async () => {
    await useModel();
    const explain = ['explain', 'U2', 'ROCK 2', '--model', 'camps.model'];
    const asked = await listenlab([...explain, '--json'], folder, NO_DANFO);
    const { user, artist, score, contributions, others, training } = JSON.parse(asked.stdout);
    expect({ user, artist, others, alpha: training.alpha }).toEqual({
      user: 'u2',
      artist: 'rock 2',
      others: 0,
      alpha: 1,
    });
    expect(contributions).toHaveLength(7);
    const sum = contributions.reduce(
      (total: number, each: { contribution: number }) => total + each.contribution,
      0,
    );
    expect(sum).toBe(score);
    expect(contributions[0]).toMatchObject({ artist: expect.stringMatching(/^rock [013-7]$/) });
    expect(contributions[0].confidence).toBe(contributions[0].plays);
    const { stdout, stderr } = await listenlab([...explain, '--count', '1'], folder, NO_DANFO);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^Score of rock 2 for u2: \d\.\d{4} \(plays\.tsv, 4 factors\)\n\n +artist +plays +contribution\n1 +rock \d +1\d +\d\.\d{4}\n +\(others\) +\d\.\d{4}\n$/,
    );
  });

  test('an unknown artist is refused with the nearest name, an unknown user without naming anyone', async () => {
    await useModel();
    const model = ['--model', 'camps.model'];
    expect(await refused(['similar', 'rok 1', ...model])).toBe(
      "error: no artist 'rok 1'; did you mean 'rock 1'?",
    );
    expect(await refused(['recommend', 'u100', ...model])).toMatch(
      /^error: no user 'u100'; the data has \d+ users; expected/,
    );
    const explain = ['explain', 'u1', 'rok 1', ...model];
    expect(await refused(explain)).toBe("error: no artist 'rok 1'; did you mean 'rock 1'?");
    const exclude = ['recommend', 'u1', '--exclude', 'rok 1', ...model];
    expect(await refused(exclude)).toBe("error: no artist 'rok 1'; did you mean 'rock 1'?");
  });

  test('a damaged model is refused', async () => {
    await useModel();
    await truncate(folder.file('camps.model'), 500);
    expect(await refused(['similar', 'rock 1', '--model', 'camps.model'])).toMatch(/camps\.model'/);
  });
});

test('training options can come from a file, and flags override it', async () => {
  await writeFile(
    folder.file('settings.json'),
    '{ "factors": 8, "alpha": 1, "weighting": "log", "seed": 3 }',
  );
  const models = [
    ['--weighting', 'log', '--seed', '3', '--model', 'flags.model'],
    ['--set', '@settings.json', '--model', 'file.model'],
  ];
  for (const more of models) expect((await listenlab(train(...more), folder)).code).toBe(0);
  const [flags, file] = await Promise.all(
    ['flags', 'file'].map((name) => readFile(folder.file(`${name}.model`))),
  );
  expect(file.equals(flags)).toBe(true);
  await truncate(folder.file('settings.json'), 6e8);
  expect(await refused(train('--set', '@settings.json'))).toBe(
    'error: settings.json contains no settings: it has 572.2 MiB; name a file that tune wrote',
  );
  await writeFile(folder.file('settings.json'), '{ "factrs": 8 }');
  expect(await refused(train('--set', '@settings.json'))).toMatch(
    /^error: --set gives 'factrs', which is not a training option; did you mean 'factors'\? There are factors, /,
  );
  expect(await refused(['similar', 'kent', '--model', 'flags.model', '--set', '@settings.json'])).toMatch(
    /^error: --set was given with --model, which is already trained/,
  );
});

test('the simulated sample is labelled as simulated', async () => {
  const { stdout } = await listenlab(
    ['similar', 'die ärzte', '--dataset', 'sample', '--iterations', '1'],
    folder,
    NO_DANFO,
  );
  expect(stdout).toMatch(/^Similar to die Ärzte \(Last\.fm sample \(simulated\), 20 factors\)\n/i);
});

describe('a mistake prints one line', () => {
  const ask = ['similar', 'rock 1'];

  test.each([
    [
      [...ask],
      /neither --model nor --dataset was given; expected one of them: --model FILE .*, or --dataset D/,
    ],
    [
      [...ask, '--model', 'a', '--dataset', 'b'],
      /both --model and --dataset were given; expected one of them/,
    ],
    [['recommend', 'u1'], /neither --model nor --dataset was given/],
    [[...ask, '--model', 'a', '--alpha', '2'], /--alpha was given with --model, which is already trained/],
    [
      [...ask, '--model', 'missing.model'],
      /'missing\.model': there is no such file; expected a file that .*: check the path/,
    ],
    [[...ask, '--dataset', 'sampel'], /no dataset or file 'sampel'; did you mean 'sample'\?/],
    [
      [...ask, '--dataset', 'plays.tsv', '--factors', '0'],
      /factors is 0; expected a whole number from 1 to 512/,
    ],
    [
      [...ask, '--dataset', 'plays.tsv', '--alpha', 'NaN'],
      /alpha is 'NaN'; expected a finite number above 0/,
    ],
    [[...ask, '--dataset', 'plays.tsv', '--seed', ''], /seed is ''; expected a whole number/],
    [
      [...ask, '--dataset', 'plays.tsv', '--weighting', 'square'],
      /weighting is 'square'; expected one of 'linear', 'log'/,
    ],
    [
      [...ask, '--dataset', 'plays.tsv', '--count', 'all'],
      /--count is 'all'; expected a whole number of 1 or more/,
    ],
    [
      ['recommend', 'u1', '--dataset', 'plays.tsv', '--diversity', '2'],
      /diversity is 2; expected a number from 0 to 1/,
    ],
    [
      ['recommend', 'u1', '--dataset', 'plays.tsv', '--minimum-listeners', 'few'],
      /minimumListeners is 'few'; expected a whole number of 0 or more/,
    ],
    [['explain', 'u1', 'rock 1'], /neither --model nor --dataset was given/],
    [train('--solver', 'lu'), /solver is 'lu'; expected one of 'cg', 'sor', 'cholesky'/],
  ])('%j', async (args, expected) => {
    expect(await refused(args)).toMatch(expected);
  });

  test('a model path that is a folder, or inside a file', async () => {
    await mkdir(folder.file('camps.model'));
    expect(await refused(train())).toMatch(/camps\.model is a folder; expected a file to write/);
    const below = ['train', '--dataset', 'plays.tsv', '--model', 'plays.tsv/x.model'];
    expect(await refused(below)).toMatch(/cannot write .*x\.model: .*plays\.tsv is not a writable folder/);
  });

  test('a data directory that is not writable', async () => {
    const line = await refused(train(), folder.file('plays.tsv/data'));
    expect(line).toMatch(/cannot write to the data directory .*plays\.tsv\/data .*LISTENLAB_DATA/);
    expect(existsSync(folder.file('camps.model'))).toBe(false);
  });
});

test('reaching the file size limit leaves no partial model', async () => {
  await listenlab(train(), folder);
  const before = await readFile(folder.file('camps.model'));
  // The shell limits files to 8 blocks of 512 bytes; the cache already exists, the model is larger.
  const command = `ulimit -f 8 && exec "${process.execPath}" "${MAIN}" ${train('--factors', '64').join(' ')}`;
  const child = spawn('sh', ['-c', command], {
    cwd: folder.path,
    env: { ...process.env, LISTENLAB_DATA: folder.data },
  });
  const { code, stdout, stderr } = await ended(child);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^error: cannot save the model as '.*camps\.model' \(EFBIG.*\n$/);
  expect(await readdir(folder.path)).toEqual(['camps.model', 'data', 'plays.tsv']);
  expect(await readFile(folder.file('camps.model'))).toEqual(before);
});

test('SIGINT stops training with exit code 130 and leaves nothing behind', async () => {
  const child = start(train('--iterations', '100000', '--factors', '64'), folder);
  const end = ended(child);
  const cache = path.join(folder.data, 'cache');
  const isCleaned = async () =>
    existsSync(cache) && (await readdir(cache)).some((name) => name.endsWith('.clean.duckdb'));
  while (!(await isCleaned())) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect(await end).toEqual({ code: 130, stdout: '', stderr: 'interrupted\n' });
  expect(await readdir(folder.path)).toEqual(['data', 'plays.tsv']);
  expect((await readdir(cache)).filter((name) => !name.endsWith('.duckdb'))).toEqual([]);
});

test.each([
  ['reading', /\.duckdb\.\S*\.partial$/, 0],
  ['cleaning', /\.clean\.duckdb\.\S*\.partial$/, 1],
])(
  'SIGINT stops the %s of a large file with exit code 130 and leaves no partial cache',
  async (_, partial, caches) => {
    await writeFile(folder.file('million.tsv'), millionPlays());
    const child = start(['similar', 'artist 1', '--dataset', 'million.tsv'], folder);
    const end = ended(child);
    const cached = () => readdir(path.join(folder.data, 'cache')).catch(() => []);
    while (!(await cached()).some((name) => partial.test(name)))
      await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    expect(await end).toEqual({ code: 130, stdout: '', stderr: 'interrupted\n' });
    const left = await cached();
    expect(left.filter((name) => !name.endsWith('.duckdb'))).toEqual([]);
    expect(left).toHaveLength(caches);
  },
);

test('the hook that detects loading of Danfo works', async () => {
  const script = folder.file('load.mjs');
  const frame = new URL('../../dist/data/frame/frame.js', import.meta.url).href;
  await writeFile(script, `import { frame } from '${frame}'; frame({ a: [1] });`);
  const child = spawn(process.execPath, [script], { env: { ...process.env, ...NO_DANFO } });
  expect(await ended(child)).toEqual({ code: 99, stdout: '', stderr: 'Danfo was loaded\n' });
});

describe('spellings of an artist that share a MusicBrainz id', () => {
  const LOW = '83b9cbe7-9857-49e2-ab8e-b57b01038103';
  beforeEach(async () => {
    const low = playsOfTwoCamps().replaceAll('\t\trock 1\t', `\t${LOW}\tlow\t`);
    await writeFile(folder.file('low.tsv'), `${low}u1\t${LOW}\tLow (US)\t99999\n`);
  });
  const trainLow = (...more: string[]) =>
    inProcess(['train', '--dataset', 'low.tsv', '--model', 'low.model', ...TRAINING, ...more], folder);

  test('count as separate artists, or as one with --merge-by-mbid', async () => {
    const apart = await trainLow();
    expect(apart.stdout).toContain('40 users and 17 artists');
    expect(apart.stdout).toMatch(/'low' and 'Low \(US\)'|'Low \(US\)' and 'low'/);
    expect(apart.stdout).toContain(
      '; clean({ mergeByMbid: true }), or --merge-by-mbid on the command line, merges them',
    );
    expect((await trainLow('--merge-by-mbid')).stdout).toContain('40 users and 16 artists');
    const similar = ['similar', 'low (us)', '--dataset', 'low.tsv', '--merge-by-mbid', ...TRAINING, '--json'];
    expect(JSON.parse((await inProcess(similar, folder)).stdout).artist).toBe('Low (US)');
  });

  test('cannot be merged in a dataset without ids, or in a trained model', async () => {
    expect(await refused(train('--merge-by-mbid'))).toBe(
      "error: dataset 'plays.tsv' has no MusicBrainz ids to merge artists by; leave --merge-by-mbid out, or name the column of the ids: --columns mbid=...",
    );
    await trainLow();
    expect(await refused(['similar', 'low', '--model', 'low.model', '--merge-by-mbid'])).toBe(
      'error: --merge-by-mbid was given without a --dataset to read; leave it out, or name a dataset',
    );
  });
});
