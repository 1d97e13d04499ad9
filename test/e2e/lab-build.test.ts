import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixSource } from '#listenlab/notebook/lab/build/bundle.js';
import { ensureUi } from '#listenlab/notebook/lab/build/ensure-ui.js';
import { UI_SOURCES } from '#listenlab/notebook/lab/build/ui-folder.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('the build of the interface', () => {
  let root: string;
  let ui: string;
  let builds = 0;
  const ensure = () => ensureUi({ root, onBuild: () => builds++ });

  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'listenlab-ui-'));
    // Anything the build reads beyond the sources that it checks for changes would be missing here.
    for (const name of [...UI_SOURCES, 'package.json', 'tsconfig.json']) {
      await cp(path.join(ROOT, name), path.join(root, name), { recursive: true });
    }
    await symlink(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
    ui = await ensure();
  });

  afterAll(() => rm(root, { recursive: true, force: true }));

  it('produces one folder with the scripts, styles, schemas, themes and maps', async () => {
    expect(await readdir(path.join(root, 'dist/notebook/lab'))).toEqual(['ui']);
    expect(await readdir(ui)).toEqual(
      expect.arrayContaining([
        'notebook-app.js',
        'notebook-app.css',
        'lab-app.js',
        'lab-app.css',
        'schemas',
        'themes',
        'topojson',
        'licences.txt',
      ]),
    );
    const themes = await readFile(
      path.join(ui, 'schemas/@jupyterlab/apputils-extension/themes.json'),
      'utf8',
    );
    expect(JSON.parse(themes).properties['adaptive-theme'].default).toBe(true);
  });

  it('loads nothing from other hosts by itself', async () => {
    for (const file of [
      'notebook-app.css',
      'lab-app.css',
      'themes/@jupyterlab/theme-dark-extension/index.css',
    ]) {
      const css = await readFile(path.join(ui, file), 'utf8');
      const addresses = [...css.matchAll(/url\(["']?([^"')]+)/g)].map(([, address]) => address);
      expect(addresses.filter((address) => /^(https?:)?\/\//.test(address))).toEqual([]);
    }
  });

  it('lists the licences of its packages', async () => {
    const text = await readFile(path.join(ui, 'licences.txt'), 'utf8');
    const heads = text.split('\n').filter((line) => /^\S+ \d+\.\d+\.\d+\S* \(.+\)$/.test(line));
    expect(text).toContain(`made of these ${heads.length} packages`);
    for (const name of [
      '@jupyterlab/notebook',
      '@jupyter-widgets/controls',
      'plotly.js-dist-min',
      'react',
      'yjs',
    ]) {
      expect(
        heads.some((head) => head.startsWith(`${name} `)),
        name,
      ).toBe(true);
    }
    expect(heads.filter((head) => /GPL|see its licence/.test(head))).toEqual([]);
  });

  it('can be requested by two labs at once', async () => {
    await rm(path.join(root, 'dist'), { recursive: true });
    const module = new URL('../../dist/notebook/lab/build/ensure-ui.js', import.meta.url).href;
    const code = `import('${module}').then((it) => it.ensureUi({ root: process.argv[1], onBuild() {} }))`;
    const labs = Array.from({ length: 2 }, () => promisify(execFile)(process.execPath, ['-e', code, root]));
    await Promise.all(labs);
    expect(await readdir(path.join(root, 'dist/notebook/lab'))).toEqual(['ui']);
    expect(await readdir(ui)).toContain('lab-app.js');
  });

  it('runs once, and again only when its sources have changed', async () => {
    expect(builds).toBe(1);
    await ensure();
    expect(builds).toBe(1);
    await writeFile(path.join(root, 'src/notebook/lab/ui/home.ts'), "import './missing.js';");
    await expect(ensure()).rejects.toThrow('Could not resolve "./missing.js"');
    expect(builds).toBe(2);
    expect(await readdir(path.join(root, 'dist/notebook/lab'))).toEqual(['ui']);
  });
});

describe("a patch of a package's source", () => {
  it('changes its target and leaves other files alone', () => {
    const source = 'throwAnywidgetError(error); define(["@jupyter-widgets/base"], widget_default);';
    expect(fixSource('/x/node_modules/anywidget/dist/index.js', source)).toBe(
      'view.listenlabFailed(error); export default widget_default;',
    );
    expect(fixSource('/x/node_modules/other/dist/index.js', source)).toBe(source);
  });

  it('fails when the package no longer needs it', () => {
    expect(() => fixSource('node_modules/anywidget/dist/index.js', 'export {};')).toThrow(
      /anywidget\/dist\/index\.js no longer contains .*; see whether it still needs this fix/,
    );
  });
});
