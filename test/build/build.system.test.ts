import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkPackage } from '#listenlab/build/link-package.js';
import { placeBuild } from '#listenlab/build/place-build.js';
import { isCurrentBuild, sourcesHash, writeStamp } from '#listenlab/build/stamp.js';
import { runStep } from '#listenlab/build/steps.js';
import { UI_SOURCES, uiFolder } from '#listenlab/notebook/lab/build/ui-folder.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'listenlab-build-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

/** A finished build whose files contain its name. */
async function finished(name: string): Promise<string> {
  const target = path.join(root, `.build-${name}`, 'dist');
  await mkdir(target, { recursive: true });
  await Promise.all(['a.js', 'b.js'].map((file) => writeFile(path.join(target, file), name)));
  return target;
}

const inDist = (file: string) => readFile(path.join(root, 'dist', file), 'utf8');

describe('a build', () => {
  it('leaves the previous one in place when the compiler finds an error', async () => {
    for (const name of ['scripts', 'tsconfig.json', 'package.json']) {
      await cp(path.join(ROOT, name), path.join(root, name), { recursive: true });
    }
    await symlink(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
    await mkdir(path.join(root, 'src'));
    await mkdir(path.join(root, 'dist'));
    await writeFile(path.join(root, 'src/index.ts'), "export const count: number = 'three';\n");
    await writeFile(path.join(root, 'dist/index.js'), 'export const count = 3;\n');
    const build = run(process.execPath, [path.join(root, 'scripts/build.mjs')]);
    await expect(build).rejects.toMatchObject({ stdout: expect.stringContaining('src/index.ts') });
    expect(await readdir(path.join(root, 'dist'))).toEqual(['index.js']);
    expect((await readdir(root)).filter((name) => name.startsWith('.build'))).toEqual([]);
  });

  it('replaces the previous one completely, even when several finish at once', async () => {
    await placeBuild(root, await finished('first'));
    expect(await inDist('a.js')).toBe('first');
    const names = Array.from({ length: 8 }, (_, i) => `build-${i}`);
    const targets = await Promise.all(names.map(finished));
    await Promise.all(targets.map((target) => placeBuild(root, target)));
    expect(names).toContain(await inDist('a.js'));
    expect(await inDist('b.js')).toBe(await inDist('a.js'));
    const left = await Promise.all(names.map((name) => readdir(path.join(root, `.build-${name}`))));
    expect(left.flat()).toEqual([]);
    expect((await readdir(root)).filter((name) => name.includes('replaced'))).toEqual([]);
  });

  it('is current until a source, a compiler setting or a package changes', async () => {
    const sources = ['src/a/b.ts', 'scripts/build.mjs', 'package-lock.json', 'tsconfig.json'];
    for (const file of sources) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), '1');
    }
    expect(await isCurrentBuild(root)).toBe(false);
    const target = await finished('first');
    await writeStamp(target, await sourcesHash(root));
    await placeBuild(root, target);
    expect(await isCurrentBuild(root)).toBe(true);
    for (const file of sources) {
      await writeFile(path.join(root, file), '2');
      expect(await isCurrentBuild(root), file).toBe(false);
      await writeFile(path.join(root, file), '1');
    }
    expect(await isCurrentBuild(root)).toBe(true);
  });
});

describe('the command in a clone', () => {
  it('is run by npx without a build, and survives when npm installs something else', async () => {
    const { scripts, ...manifest } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
    const { dependencies: _, devDependencies: __, overrides: ___, ...own } = manifest;
    const prepare = "node -e \"require('fs').writeFileSync('prepared', '')\"";
    expect(scripts.prepare).toContain('build');
    await writeFile(path.join(root, 'package.json'), JSON.stringify({ ...own, scripts: { prepare } }));
    await mkdir(path.join(root, 'dist/cli'), { recursive: true });
    const main = path.join(root, 'dist/cli/main.js');
    await writeFile(main, '#!/usr/bin/env node\nconsole.log(process.argv.slice(2).join());\n', {
      mode: 0o755,
    });
    await linkPackage(root);
    const npm_config_cache = path.join(root, 'cache');
    const inRoot = { cwd: root, env: { ...process.env, npm_config_cache, npm_config_offline: 'true' } };
    const answer = async () => (await run('npx', ['listenlab', 'similar', 'kent'], inRoot)).stdout;
    expect(await answer()).toBe('similar,kent\n');
    expect(await readdir(root)).not.toContain('prepared');
    expect(await realpath(path.join(root, 'node_modules/listenlab'))).toBe(await realpath(root));

    await mkdir(path.join(root, 'other'));
    await writeFile(path.join(root, 'other/package.json'), '{ "name": "other", "version": "1.0.0" }');
    await run('npm', ['install', '--ignore-scripts', './other'], inRoot);
    expect(await readdir(path.join(root, 'node_modules'))).toContain('other');
    expect(await answer()).toBe('similar,kent\n');
  });

  it('is included in what npm packs, without the scripts of a clone, and removed again afterwards', async () => {
    const file = path.join(root, 'package.json');
    await cp(path.join(ROOT, 'package.json'), file);
    const before = await readFile(file, 'utf8');
    expect(JSON.parse(before)).not.toHaveProperty('bin');
    await runStep('pack', root);
    const packed = await readFile(file, 'utf8');
    expect(JSON.parse(packed).bin).toEqual({ listenlab: 'dist/cli/main.js' });
    expect(JSON.parse(packed)).not.toHaveProperty('scripts');
    // As after an attempt that npm gave up.
    await runStep('pack', root);
    expect(await readFile(file, 'utf8')).toBe(packed);
    const files = await readdir(root);
    await runStep('unpack', root);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await readdir(root)).toEqual(files.filter((name) => name !== '.build-packing'));
  });
});

describe('what npm packs', () => {
  it('has one interface, the current one, of those that a clone keeps', async () => {
    for (const name of ['package.json', 'README.md', ...UI_SOURCES]) {
      await cp(path.join(ROOT, name), path.join(root, name), { recursive: true });
    }
    const { folder } = await uiFolder(root);
    const others = ['0'.repeat(16), 'f'.repeat(16)].map((name) => path.join(path.dirname(folder), name));
    for (const ui of [folder, ...others]) {
      await mkdir(path.join(ui, 'chunks'), { recursive: true });
      await writeFile(path.join(ui, 'chunks/chunk.js'), '');
    }
    await runStep('pack', root);
    const packed = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
    const [{ files }] = JSON.parse(packed.stdout) as [{ files: { path: string }[] }];
    const built = files.map((file) => file.path).filter((file) => file.startsWith('dist/'));
    expect(built).toEqual([`dist/notebook/lab/ui/${path.basename(folder)}/chunks/chunk.js`]);
  });
});
