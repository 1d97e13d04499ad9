import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notebook, startTestLab, type TestLab } from './lab-support.js';

const MAIN = path.resolve(import.meta.dirname, '../../../dist/cli/main.js');
let lab: TestLab;
beforeAll(async () => {
  lab = await startTestLab({ command: [process.execPath, MAIN] });
  const { cells, ...rest } = notebook('1 + 1');
  const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
  const outputs = [{ output_type: 'display_data', data: { 'image/png': png }, metadata: {} }];
  await mkdir(path.join(lab.folder, 'sub'));
  const shown = { ...rest, cells: cells.map((cell) => ({ ...cell, outputs })) };
  await writeFile(path.join(lab.folder, 'sub', '-ä "b".ipynb'), JSON.stringify(shown));
});
afterAll(() => lab.close());

async function exported(body: object) {
  const answer = await fetch(`${lab.origin}/lab-api/export`, {
    method: 'POST',
    headers: { authorization: `token ${lab.server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const name = decodeURIComponent(
    /UTF-8''(.*)$/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '',
  );
  return { status: answer.status, name, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe('an export of the lab', () => {
  const NOTEBOOK = 'sub/-ä "b".ipynb';

  it('is a file called like the notebook', async () => {
    const { status, name, bytes } = await exported({ notebook: NOTEBOOK, to: 'ts' });
    expect({ status, name }).toEqual({ status: 200, name: '-ä "b".ts' });
    expect(bytes.toString()).toContain('await showLast(1 + 1)');
  });

  it('is an archive if pictures belong to it', async () => {
    const { status, name, bytes } = await exported({ notebook: NOTEBOOK, to: 'md' });
    expect({ status, name }).toEqual({ status: 200, name: '-ä "b".zip' });
    const files = unzipSync(bytes);
    expect(Object.keys(files).sort()).toEqual(['-ä "b".md', '-ä "b"_files/picture-1.png']);
    expect(Buffer.from(files['-ä "b".md']).toString()).toContain('(-%C3%A4%20%22b%22_files/picture-1.png)');
  });

  it('is refused for what is no notebook, not there, outside of the folder, or no format', async () => {
    await writeFile(path.join(lab.folder, 'a.ipynb'), '{}');
    const { status, bytes } = await exported({ notebook: 'a.ipynb', to: 'ts' });
    expect(status).toBe(400);
    expect(JSON.parse(bytes.toString()).message).toContain('is not a notebook');
    expect((await exported({ notebook: 'none.ipynb', to: 'ts' })).status).toBe(404);
    expect((await exported({ notebook: '../secret.txt', to: 'ts' })).status).toBe(400);
    expect((await exported({ notebook: NOTEBOOK, to: 'exe' })).status).toBe(400);
  });
});
