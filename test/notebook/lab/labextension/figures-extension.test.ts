import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  installFiguresExtension,
  uninstallFiguresExtension,
} from '#listenlab/notebook/lab/labextension/figures-extension.js';
import { withFolder } from '../../../support/folder.js';

describe('the extension that draws figures in JupyterLab', () => {
  it('is installed, replaced and removed', () =>
    withFolder(async (folder) => {
      const target = await installFiguresExtension(folder);
      expect(target).toBe(path.join(folder, 'labextensions/listenlab-figures'));
      expect(await installFiguresExtension(folder)).toBe(target);
      expect(await readdir(path.dirname(target))).toEqual(['listenlab-figures']);
      const { name, jupyterlab } = JSON.parse(await readFile(path.join(target, 'package.json'), 'utf8'));
      expect(name).toBe('listenlab-figures');
      const files = await readdir(path.dirname(path.join(target, jupyterlab._build.load)));
      expect(files.sort()).toEqual(['figures.js', 'plotly.js', 'remoteEntry.js', 'topojson']);
      expect(await uninstallFiguresExtension(folder)).toBe(target);
      expect(await uninstallFiguresExtension(folder)).toBeUndefined();
      expect(await readdir(path.dirname(target))).toEqual([]);
    }));

  it.each([
    ['another of the same name', '{"name": "figures-of-others"}'],
    ['a folder that says nothing of itself', undefined],
  ])('leaves %s untouched', (_what, manifest) =>
    withFolder(async (folder) => {
      const target = path.join(folder, 'labextensions/listenlab-figures');
      await mkdir(target, { recursive: true });
      await writeFile(path.join(target, 'kept.js'), '');
      if (manifest !== undefined) await writeFile(path.join(target, 'package.json'), manifest);
      const before = await readdir(target);
      await expect(installFiguresExtension(folder)).rejects.toThrow('that listenlab did not install');
      await expect(uninstallFiguresExtension(folder)).rejects.toThrow('move it away first');
      expect(await readdir(target)).toEqual(before);
      expect(await readdir(path.dirname(target))).toEqual(['listenlab-figures']);
    }),
  );
});
