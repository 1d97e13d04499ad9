import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useFolder } from '../support/folder.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

const folder = useFolder();

/** What the check of the reference's links says of these files. */
async function checked(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(folder.file(name)), { recursive: true });
    await writeFile(folder.file(name), text);
  }
  const script = path.join(ROOT, 'scripts/reference-links.mjs');
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [script, folder.path], (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('the check of the links of the API reference', () => {
  it('passes where each leads to a file and a place that exist', async () => {
    const { code, stdout } = await checked({
      'index.html': `<h2 id="top">a</h2><a href="#top"></a><a href="deep/b.html#x&amp;y"></a><img src="p%20q.png?v=1">
        <a href="notes.md#the-lab-its-pages"></a><a href="https://example.org/#none"></a><a href="mailto:a@b.c"></a>`,
      'deep/b.html': '<p id="x&amp;y"></p><a href="../index.html#top"></a><a href="../index.html"></a>',
      'p q.png': '',
      'notes.md': "# Notes\n\n## The lab: it's pages\n",
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '8 links of 2 pages lead where they say\n' });
  });

  it('names each that does not, with its page', async () => {
    const { code, stderr } = await checked({
      'index.html': '<a href="#none"></a><a href="b.html#AlsOptions"></a><img src="none.png">',
      'b.html': '<p id="alsoptions"></p><a href="notes.md#else"></a>',
      'notes.md': '# Notes\n',
    });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').sort()).toEqual([
      'b.html: notes.md#else: the file has no such place',
      'index.html: #none: the file has no such place',
      'index.html: b.html#AlsOptions: the file has no such place',
      'index.html: none.png: there is no such file',
    ]);
  });

  it('fails where there is no reference', async () => {
    const { code, stderr } = await checked({});
    expect({ code, stderr }).toEqual({ code: 1, stderr: `there is no page with a link in ${folder.path}\n` });
  });
});
