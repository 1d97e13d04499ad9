import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  installKernelSpec,
  jupyterDataFolder,
  uninstallKernelSpec,
} from '#listenlab/notebook/jupyter/kernel-spec.js';
import { withFolder } from '../../support/folder.js';

describe('the folder where Jupyter looks for kernels', () => {
  it.each([
    ['/opt/venv', {}, 'linux', '/opt/venv/share/jupyter'],
    [undefined, {}, 'linux', path.join(homedir(), '.local/share/jupyter')],
    [undefined, { XDG_DATA_HOME: '/data' }, 'linux', '/data/jupyter'],
    [undefined, {}, 'darwin', path.join(homedir(), 'Library/Jupyter')],
    [undefined, { APPDATA: '/roaming' }, 'win32', '/roaming/jupyter'],
    [undefined, { JUPYTER_DATA_DIR: '/jupyter' }, 'win32', '/jupyter'],
  ] as const)('prefix %s, environment %o, %s: %s', (prefix, environment, platform, expected) => {
    expect(jupyterDataFolder(prefix, environment, platform)).toBe(expected);
  });
});

describe('the kernel spec', () => {
  it('is installed, replaced and removed', () =>
    withFolder(async (folder) => {
      const target = await installKernelSpec(folder);
      expect(target).toBe(path.join(folder, 'kernels/listenlab'));
      expect(await installKernelSpec(folder)).toBe(target);
      expect(await readdir(path.dirname(target))).toEqual(['listenlab']);
      const spec = JSON.parse(await readFile(path.join(target, 'kernel.json'), 'utf8'));
      expect(spec.argv.slice(-3)).toEqual(['--connection-file', '{connection_file}', '--pictures']);
      expect(await readFile(spec.argv.at(-4), 'utf8')).toContain('KernelSockets');
      expect(await uninstallKernelSpec(folder)).toBe(target);
      expect(await uninstallKernelSpec(folder)).toBeUndefined();
      expect(await readdir(path.dirname(target))).toEqual([]);
    }));

  it('leaves another kernel of the same name untouched', () =>
    withFolder(async (folder) => {
      const target = path.join(folder, 'kernels/listenlab');
      await mkdir(target, { recursive: true });
      await writeFile(path.join(target, 'kernel.json'), '{"argv": ["python"], "language": "python"}');
      await expect(installKernelSpec(folder)).rejects.toThrow('a kernel that listenlab did not install');
      await expect(uninstallKernelSpec(folder)).rejects.toThrow('move it away first');
      expect(await readdir(path.dirname(target))).toEqual(['listenlab']);
    }));
});
