import { once } from 'node:events';
import { access, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FrontEnd } from '../notebook/lab/socket-messages.js';
import { InstalledPackage } from './installed-package.js';
import { printedAddress } from './lab-process.js';
import { LONG_TEST, root } from './listenlab.js';

/** What a strict project asks of all declarations that it reads, those of its packages among them. */
const STRICTER = ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--verbatimModuleSyntax'];

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await InstalledPackage.make();
});

afterAll(() => installed?.remove());

describe('the package, installed in a project', () => {
  it('is small, and needs nothing that is bundled, nor anything at an address', async () => {
    const packages = await readdir(installed.packages);
    for (const absent of ['danfojs-node', '@tensorflow', 'xlsx', 'mathjs', 'request'])
      expect(packages).not.toContain(absent);
    for (const absent of ['core-js', 'highlight.js', 'tslab', '@tslab', 'rollup', 'esbuild'])
      expect(packages).not.toContain(absent);
    const { dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    expect(
      Object.values(dependencies as Record<string, string>).filter((version) => version.includes('//')),
    ).toEqual([]);
    expect((await stat(installed.tarball)).size).toBeLessThan(15e6);
    // npm asks whether to allow scripts; those of a clone are not in the package.
    const manifest = await readFile(path.join(installed.packages, 'listenlab/package.json'), 'utf8');
    expect(JSON.parse(manifest)).not.toHaveProperty('scripts');
  });

  it('is imported by ES modules and by CommonJS, with one Danfo', async () => {
    const code = `
      const { frame, trainAls, openDataset } = listenlab;
      const rows = frame({ plays: [1, 2] });
      console.log(rows.add(1).values, rows instanceof danfo.DataFrame, typeof trainAls);`;
    const expected = '[ [ 2 ], [ 3 ] ] true function\n';
    const imports = "import * as listenlab from 'listenlab';\nimport danfo from 'listenlab/danfo';\n";
    expect(await installed.evaluated('module.mjs', imports + code)).toBe(expected);
    const requires = "const listenlab = require('listenlab');\nconst danfo = require('listenlab/danfo');\n";
    expect(await installed.evaluated('module.cjs', requires + code)).toBe(expected);
  });

  it.each([
    ['node16', ['--module', 'node16']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ])('brings its types, none of which is amiss, as %s finds them', async (_, resolution) => {
    // No types of other packages than its own.
    const types = path.join(installed.folder, 'types');
    await mkdir(types, { recursive: true });
    await rm(path.join(types, 'node'), { force: true });
    await symlink(path.join(root, 'node_modules/@types/node'), path.join(types, 'node'), 'dir');
    await writeFile(
      path.join(installed.project, 'types.ts'),
      `import { charts, explore, frame, type Model, openDataset, trainAls, widgets } from 'listenlab';
import { interactionsFromRows } from 'listenlab/browser';
import { DataFrame } from 'listenlab/danfo';
import { display } from 'listenlab/tslab';
const { dataset } = await (await openDataset('sample')).clean();
const model: Model = await trainAls(await dataset.interactions(), { factors: 4 });
const rows: DataFrame = frame({ plays: [1, 2] });
// @ts-expect-error: a number of rows is no text
const head: string = rows.shape;
export const found: string = model.similarArtists('muse')[0]?.artist ?? '';
export const others = [charts, explore, widgets, interactionsFromRows, display];
`,
    );
    const compiler = path.join(root, 'node_modules/typescript-native/bin/tsc');
    const options = [
      '--noEmit',
      '--strict',
      ...STRICTER,
      '--target',
      'es2023',
      '--typeRoots',
      types,
      '--types',
      'node',
    ];
    const checked = await installed
      .run(process.execPath, [compiler, ...options, ...resolution, 'types.ts'])
      .catch(({ stdout }: { stdout: string }) => ({ stdout }));
    expect(checked.stdout).toBe('');
  });

  it('answers, trains, runs notebooks and makes a report, and writes nothing into node_modules', {
    timeout: LONG_TEST,
  }, async () => {
    const before = await installed.files();
    const { stdout } = await installed.listenlab(
      'similar',
      'radiohead',
      '--dataset',
      'sample',
      '--count',
      '2',
    );
    expect(stdout).toContain('radiohead');
    const training = ['--dataset', 'sample', '--factors', '4', '--iterations', '2'];
    await installed.listenlab('train', ...training, '--model', 'small.model');
    const fromModel = await installed.listenlab('similar', 'muse', '--model', 'small.model', '--count', '2');
    expect(fromModel.stdout).toContain('muse');
    await installed.listenlab('init', '.');
    const notebook = 'notebooks/03-similar-artists.ipynb';
    await installed.listenlab('run', notebook, '--report', 'report.html', '--kernel', 'listenlab');
    expect(await readFile(path.join(installed.project, 'report.html'), 'utf8')).toContain(
      'red hot chili peppers',
    );
    await access(path.join(installed.folder, 'home/.cache/listenlab/sample'));
    const findings = JSON.parse((await installed.listenlab('doctor', '--json')).stdout) as {
      what: string;
      state: string;
    }[];
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
    expect(await installed.files()).toEqual(before);
  });

  it("says how to install tslab for who asks for tslab's own kernel", async () => {
    const run = installed.listenlab('run', 'notebooks/02-train.ipynb', '--kernel', 'tslab');
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `run "npm install tslab" in ${path.join(installed.project, 'notebooks')}`,
      ),
    });
  });

  it('opens its lab, behind its token, and runs a cell there', async () => {
    const before = await installed.files();
    const lab = installed.start('lab', '.', '--no-browser', '--port', '0');
    const ended = once(lab, 'exit');
    try {
      const url = await printedAddress(lab);
      const { origin } = new URL(url);
      expect((await fetch(origin)).status).toBe(401);
      const entered = await fetch(url, { redirect: 'manual' });
      const cookie = entered.headers.getSetCookie().map((each) => each.split(';')[0])[0];
      const page = await fetch(origin, { headers: { cookie } });
      expect(await page.text()).toContain('03-similar-artists');
      const script = await fetch(`${origin}/tree`, { headers: { cookie } });
      expect(script.status).toBe(200);
      const started = await fetch(`${origin}/api/kernels`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'listenlab' }),
      });
      const { id } = (await started.json()) as { id: string };
      const frontEnd = await FrontEnd.connect({ origin, cookie }, id, 'page', true);
      const cell = frontEnd.execute(
        "import { frame } from 'listenlab';\nimport * as dfd from 'danfojs-node';\n" +
          'const rows: dfd.DataFrame = frame({ plays: [1, 2] });\nconsole.log(rows.shape, Object.groupBy([1], String));',
      );
      await frontEnd.ended(cell);
      expect(frontEnd.text(cell)).toBe("[ 2, 1 ] [Object: null prototype] { '1': [ 1 ] }\n");
      await frontEnd.close();
    } finally {
      lab.kill('SIGINT');
    }
    expect(await ended).toEqual([0, null]);
    expect(await installed.files()).toEqual(before);
  });

  it('works as the dependency of another package: beside it, and below it', async () => {
    const host = path.join(installed.packages, 'host');
    const code = `import { openDataset, trainAls } from 'listenlab';
      const { dataset } = await (await openDataset('sample')).clean();
      const model = await trainAls(await dataset.interactions(), { factors: 4, iterations: 1 });
      export const artists = model.artists.names.length;`;
    await mkdir(host);
    await writeFile(path.join(host, 'package.json'), '{ "name": "host", "exports": "./index.mjs" }');
    await writeFile(path.join(host, 'index.mjs'), code);
    const use = "import { artists } from 'host';\nconsole.log(artists);";
    expect(await installed.evaluated('beside.mjs', use)).toBe('986\n');
    const nested = path.join(installed.project, 'nested/node_modules');
    await mkdir(nested, { recursive: true });
    await rename(host, path.join(nested, 'host'));
    await rename(installed.packages, path.join(nested, 'host/node_modules'));
    expect(await installed.evaluated('nested/below.mjs', use)).toBe('986\n');
  });
});
