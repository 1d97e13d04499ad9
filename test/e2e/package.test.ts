import { execFile } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStep } from '#listenlab/build/steps.js';

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '../..');

let folder: string;
let project: string;
let environment: NodeJS.ProcessEnv;

/** Packs the package, and installs it in a project of a user whose home is empty. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'listenlab-package-'));
  project = path.join(folder, 'project');
  await mkdir(path.join(folder, 'home'), { recursive: true });
  await mkdir(project);
  const npmSetting = async (name: string) =>
    (await run('npm', ['config', 'get', name], { cwd: ROOT })).stdout.trim();
  environment = {
    PATH: process.env.PATH,
    HOME: path.join(folder, 'home'),
    npm_config_userconfig: await npmSetting('userconfig'),
    npm_config_cache: await npmSetting('cache'),
  };
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: await staged() });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  await writeFile(
    path.join(project, 'package.json'),
    '{ "name": "project", "private": true, "type": "module" }',
  );
  await inProject('npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    path.join(folder, String(tarball)),
  ]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A copy of what is packed, with the command named: other tests use the build meanwhile, which scripts would replace. */
async function staged(): Promise<string> {
  const stage = path.join(folder, 'stage');
  for (const name of ['package.json', 'README.md', 'LICENSE', 'data/README.md', 'notebooks', 'dist']) {
    await cp(path.join(ROOT, name), path.join(stage, name), { recursive: true });
  }
  const lists = (await readdir(path.join(ROOT, 'data'))).filter((name) => name.endsWith('.tsv'));
  for (const name of lists) await cp(path.join(ROOT, 'data', name), path.join(stage, 'data', name));
  await runStep('pack', stage);
  return stage;
}

function inProject(command: string, args: string[]): Promise<{ stdout: string; stderr: string }> {
  return run(command, args, { cwd: project, env: environment, maxBuffer: 2 ** 26 });
}

const listenlab = (...args: string[]) => inProject(path.join(project, 'node_modules/.bin/listenlab'), args);

async function evaluated(file: string, code: string): Promise<string> {
  await writeFile(path.join(project, file), code);
  return (await inProject(process.execPath, [file])).stdout;
}

/** All files of the installed package, with their size and time. */
async function installed(): Promise<string[]> {
  const own = path.join(project, 'node_modules/listenlab');
  const names = await readdir(own, { recursive: true });
  return Promise.all(
    names.sort().map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(own, name));
      return `${name} ${size} ${mtimeMs}`;
    }),
  );
}

describe('the package, installed in a project', () => {
  it('is small, and needs neither Danfo nor TensorFlow.js nor anything at an address', async () => {
    const packages = await readdir(path.join(project, 'node_modules'));
    for (const absent of ['danfojs-node', '@tensorflow', 'xlsx', 'mathjs', 'request'])
      expect(packages).not.toContain(absent);
    const { dependencies } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
    expect(
      Object.values(dependencies as Record<string, string>).filter((version) => version.includes('//')),
    ).toEqual([]);
    const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    expect((await stat(path.join(folder, tarball))).size).toBeLessThan(15e6);
  });

  it('is imported by ES modules and by CommonJS, with one Danfo', async () => {
    const code = `
      const { frame, trainAls, openDataset } = listenlab;
      const rows = frame({ plays: [1, 2] });
      console.log(rows.add(1).values, rows instanceof danfo.DataFrame, typeof trainAls);`;
    const expected = '[ [ 2 ], [ 3 ] ] true function\n';
    const imports = "import * as listenlab from 'listenlab';\nimport danfo from 'listenlab/danfo';\n";
    expect(await evaluated('module.mjs', imports + code)).toBe(expected);
    const requires = "const listenlab = require('listenlab');\nconst danfo = require('listenlab/danfo');\n";
    expect(await evaluated('module.cjs', requires + code)).toBe(expected);
  });

  it('brings its types, those of frames among them', async () => {
    await writeFile(
      path.join(project, 'types.ts'),
      `import { frame, type Model, openDataset, trainAls } from 'listenlab';
import { DataFrame } from 'listenlab/danfo';
const { dataset } = await (await openDataset('sample')).clean();
const model: Model = await trainAls(await dataset.interactions(), { factors: 4 });
const rows: DataFrame = frame({ plays: [1, 2] });
// @ts-expect-error: a number of rows is no text
const head: string = rows.shape;
export const found: string = model.similarArtists('muse')[0].artist;
`,
    );
    const compiler = path.join(ROOT, 'node_modules/typescript-native/bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
    const types = ['--typeRoots', path.join(ROOT, 'node_modules/@types'), '--types', 'node'];
    const checked = await inProject(process.execPath, [compiler, ...options, ...types, 'types.ts']).catch(
      ({ stdout }: { stdout: string }) => ({ stdout }),
    );
    expect(checked.stdout).toBe('');
  });

  it('answers, runs notebooks and makes a report, and writes nothing into node_modules', async () => {
    const before = await installed();
    const { stdout } = await listenlab('similar', 'radiohead', '--dataset', 'sample', '--count', '2');
    expect(stdout).toContain('radiohead');
    await listenlab('init', '.');
    await listenlab(
      'run',
      'notebooks/03-similar-artists.ipynb',
      '--report',
      'report.html',
      '--kernel',
      'listenlab',
    );
    expect(await readFile(path.join(project, 'report.html'), 'utf8')).toContain('red hot chili peppers');
    await access(path.join(folder, 'home/.cache/listenlab/sample'));
    expect(await installed()).toEqual(before);
    const findings = JSON.parse((await listenlab('doctor', '--json')).stdout) as {
      what: string;
      state: string;
    }[];
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
  });
});
