import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { filterCommand } from '#listenlab/cli/git-filter.js';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { listenlab } from './listenlab.js';

const folder = useFolder();
const run = promisify(execFile);

const executed = (text: string) =>
  JSON.stringify({
    cells: [
      {
        cell_type: 'code',
        id: 'a',
        metadata: { scrolled: true },
        source: 'x',
        execution_count: 3,
        outputs: [{ output_type: 'stream', name: 'stdout', text }],
      },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });

/** git in a repository, whatever the machine's own settings say. */
async function git(repository: string, ...args: string[]): Promise<string> {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return (await run('git', [...who, ...args], { cwd: repository, env })).stdout;
}

describe('clean', () => {
  it('takes outputs out in place, and --check tells whether there are any', async () => {
    await writeFile(folder.file('a.ipynb'), executed('secret'));
    const checked = await inProcess(['clean', '--check', 'a.ipynb'], folder);
    expect(checked.code).toBe(1);
    expect(checked.stderr).toContain('not clean: a.ipynb');
    expect(await readFile(folder.file('a.ipynb'), 'utf8')).toContain('secret');
    expect((await inProcess(['clean', 'a.ipynb'], folder)).stdout).toBe('cleaned 1 notebook\n');
    expect(await readFile(folder.file('a.ipynb'), 'utf8')).not.toContain('secret');
    expect((await inProcess(['clean', '--check', 'a.ipynb'], folder)).code).toBe(0);
    expect((await inProcess(['clean', 'a.ipynb'], folder)).stdout).toContain('1 already clean');
  });

  it('says how to clean notebooks in words that a shell reads', async () => {
    await writeFile(folder.file('a #1 100%.ipynb'), executed('x'));
    const { code, stderr } = await inProcess(['clean', '--check', 'a #1 100%.ipynb'], folder);
    expect(code).toBe(1);
    expect(stderr).toContain("npx listenlab clean 'a #1 100%.ipynb'");
  });

  it('changes none of several notebooks if one is broken, and says which', async () => {
    await writeFile(folder.file('good.ipynb'), executed('kept'));
    await writeFile(folder.file('latin1.ipynb'), Buffer.from('{"cells": "\xe4"}', 'latin1'));
    const { code, stderr } = await inProcess(['clean', 'good.ipynb', 'latin1.ipynb'], folder);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: latin1.ipynb is not in UTF-8; save it in UTF-8\n',
    });
    expect(await readFile(folder.file('good.ipynb'), 'utf8')).toContain('kept');
  });

  it('checks all of several, and says of each what is wrong', async () => {
    await writeFile(folder.file('1.ipynb'), executed('a'));
    await writeFile(folder.file('2.ipynb'), 'cut off');
    await writeFile(folder.file('3.ipynb'), executed('b'));
    const { code, stderr } = await inProcess(['clean', '--check', '1.ipynb', '2.ipynb', '3.ipynb'], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: 2\.ipynb .+; not clean: 1\.ipynb, 3\.ipynb; take outputs/);
  });

  it('as a git filter commits notebooks without outputs, which stay on the disk', async () => {
    const repository = folder.file("it's a repository");
    await mkdir(repository);
    await git(repository, 'init', '-q');
    await writeFile(`${repository}/.gitattributes`, '*.png binary');
    const where = { path: repository, data: folder.data };
    expect((await inProcess(['clean', '--install'], where)).stdout).toContain('committed without outputs');
    expect((await inProcess(['clean', '--install'], where)).stdout).toContain('already');
    expect(await readFile(`${repository}/.gitattributes`, 'utf8')).toBe(
      '*.png binary\n*.ipynb filter=listenlab\n',
    );
    await writeFile(`${repository}/my notes.ipynb`, executed('secret'));
    await git(repository, 'add', '.');
    await git(repository, 'commit', '-qm', 'x');
    expect(await git(repository, 'show', 'HEAD:my notes.ipynb')).not.toContain('secret');
    expect(await readFile(`${repository}/my notes.ipynb`, 'utf8')).toContain('secret');
    expect(await git(repository, 'status', '--porcelain')).toBe('');

    await writeFile(`${repository}/broken.ipynb`, '<<<<<<< ours');
    await git(repository, 'add', '-A');
    expect(await git(repository, 'show', ':broken.ipynb')).toBe('<<<<<<< ours');
    await writeFile(`${repository}/broken.ipynb`, '<<<<<<< theirs');
    expect(await git(repository, 'diff')).toContain('+<<<<<<< theirs');
    const warned = await run('git', ['add', '-A'], { cwd: repository });
    expect(warned.stderr).toContain('not cleaned, broken.ipynb has merge conflicts');
    await writeFile(`${repository}/my notes.ipynb`, 'cut off');
    const again = await run('git', ['add', '-A'], { cwd: repository });
    expect(again.stderr).toMatch(/not cleaned, my notes\.ipynb /);

    expect((await inProcess(['clean', '--uninstall'], where)).stdout).toContain('committed as they are');
    expect((await inProcess(['clean', '--uninstall'], where)).stdout).toContain('nothing to do');
    expect(await readFile(`${repository}/.gitattributes`, 'utf8')).toBe('*.png binary\n');
    await git(repository, 'add', 'broken.ipynb');
  });

  it('leaves another filter of notebooks alone, and says so', async () => {
    const repository = folder.file('other');
    await mkdir(repository);
    await git(repository, 'init', '-q');
    await writeFile(`${repository}/.gitattributes`, '*.ipynb filter=nbstripout\n');
    const { code, stderr } = await inProcess(['clean', '--install'], { path: repository, data: folder.data });
    expect(code).toBe(1);
    expect(stderr).toContain("have the git filter 'nbstripout' already");
    expect(await readFile(`${repository}/.gitattributes`, 'utf8')).toBe('*.ipynb filter=nbstripout\n');
  });

  it('says that a folder is in no repository', async () => {
    const { code, stderr } = await listenlab(['clean', '--install'], folder);
    expect(code).toBe(1);
    expect(stderr).toContain('is in no git repository');
  });

  it('is quoted for the shell that git brings, on Windows too', () => {
    expect(filterCommand('C:\\Program Files\\nodejs\\node.exe', "C:\\it's\\main.js")).toBe(
      "'C:/Program Files/nodejs/node.exe' 'C:/it'\\''s/main.js' clean --filter=%f",
    );
  });
});
