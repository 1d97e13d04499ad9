import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { listenlab } from './listenlab.js';

const folder = useFolder();
const ROOT = path.resolve(import.meta.dirname, '../..');

function notebook(cells: object[], metadata: object = {}) {
  return JSON.stringify({
    cells: cells.map((cell) => ({ metadata: {}, execution_count: null, outputs: [], ...cell })),
    metadata,
    nbformat: 4,
    nbformat_minor: 4,
  });
}

const code = (source: string, tags: string[] = []) => ({ cell_type: 'code', source, metadata: { tags } });
const printed = (text: string) => ({ output_type: 'stream', name: 'stdout', text });

/** What the kernel does with cells and a script must do, too: one line of output each. */
const CELLS = [
  code("let factors = 20; let name = 'a b'; let flag = false; let table = { a: 1 };", ['parameters']),
  code(
    "import { type Point, area } from './shapes';\nimport { basename } from 'node:path';\nconst p: Point = { x: 2, y: 3 };\nconsole.log('area', area(p), basename('/x/y.z'));",
  ),
  code(
    "import { basename } from 'node:path';\nconst step = 1;\nconst later = () => step * 2;\nfunction once(n: number) { return n; }\nfunction twice(n: number) { return once(n) * 2; }",
  ),
  code(
    "const step = 5;\nfunction once(n: number) { return n + 1; }\nconsole.log('closures', later(), twice(1), basename('/a/b'));",
  ),
  code(
    "const step = 7\nconst { a, b: [c = 4] } = { a: 1, b: [] as number[] }\nconsole.log('again', later(), a, c);",
  ),
  code(
    "let { a, c } = { a: 'text', c: [1] };\nconsole.log('patterns', a, c);\nfunction once(n: number) { return n + 10; }",
  ),
  code("console.log('hoisted', twice(1), f()); function f() { return 'f'; }"),
  code("const before = 'kept';\nthrow new Error('allowed')", ['raises-exception']),
  code("console.log('after', before);"),
  code("console.log('never')", ['skip-execution']),
  code(
    'class Counter { #n = 0; next() { return ++this.#n; } }\nconst counter = new Counter();\ncounter.next(); // one',
  ),
  code(
    "class Counter { next() { return 'other'; } }\nconsole.log('classes', counter.next(), new Counter().next());",
  ),
  code('enum Colour { Red }\nconst red = () => Colour.Red;'),
  code("enum Colour { Red = 'r' }\nconsole.log('enums', Colour.Red, red());"),
  code(
    "import data from './data.json';\nconst { helper } = await import('./shapes');\nconsole.log('modules', data.x, helper(), require('node:os').EOL.length > 0);",
  ),
  code("console.log('settings', factors, name, flag, table.a);"),
  code('({ x: factors, at: [1, 2] })'),
  code('await Promise.resolve(undefined)'),
  code('for (var i = 0; i < 2; i++) {}\nfor (var i = 5; i < 7; i++) {}\nconsole.log(i);'),
];

/** The lines that a notebook's cells print, and the text of their last values. */
async function linesOfKernel(): Promise<string[]> {
  const ran = await listenlab(['run', 'cells.ipynb', '--output', 'ran'], folder);
  expect(ran.code, ran.stderr).toBe(0);
  const { cells } = JSON.parse(await readFile(folder.file('ran/cells.ipynb'), 'utf8'));
  type Shown = { output_type: string; text?: string[]; data?: Record<string, string[]> };
  const outputs: Shown[] = cells.flatMap(({ outputs = [] }: { outputs?: Shown[] }) => outputs);
  return outputs
    .filter(({ output_type }) => output_type !== 'error')
    .map(({ text, data }) => (text ?? data?.['text/plain'] ?? []).join('').trimEnd());
}

/** Runs a script as Node.js does that leaves types out: nothing but types may be left out. */
async function runScript(file: string, args: string[] = []): Promise<string[]> {
  const source = await readFile(file, 'utf8');
  const compilerOptions = {
    verbatimModuleSyntax: true,
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2024,
  };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  const script = file.replace(/\.ts$/, '.mjs');
  await writeFile(script, outputText.replaceAll('shapes.ts', 'shapes.mjs'));
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args]);
  return stdout.trimEnd().split('\n');
}

describe('export --to ts', () => {
  it('writes a script that prints what the kernel does, and takes the parameters as options', async () => {
    await mkdir(folder.file('node_modules'), { recursive: true });
    await symlink(ROOT, folder.file('node_modules/listenlab'), 'junction');
    const shapes = "export const area = (p) => p.x * p.y;\nexport const helper = () => 'help';\n";
    await writeFile(
      folder.file('shapes.ts'),
      `export interface Point { x: number; y: number }\n${shapes.replace('(p)', '(p: Point)')}`,
    );
    await writeFile(folder.file('shapes.mjs'), shapes);
    await writeFile(folder.file('data.json'), '{"x": 3}');
    await writeFile(folder.file('cells.ipynb'), notebook(CELLS));
    const kernel = await linesOfKernel();
    expect(kernel.join('\n')).toContain('patterns text [ 1 ]');

    const { code: exit, stdout, stderr } = await inProcess(['export', 'cells.ipynb', '--to', 'ts'], folder);
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'cells.ts\n' });
    expect(stderr).toBe('cells.ipynb: Node.js does not run enum by itself; run the script with npx tsx\n');
    expect(await runScript(folder.file('cells.ts'))).toEqual(kernel.join('\n').split('\n'));
    const given = await runScript(folder.file('cells.ts'), [
      '--factors',
      '64',
      '--flag',
      '--table',
      '{"a":2}',
    ]);
    expect(given).toContain('settings 64 a b true 2');
  });
});

describe('export', () => {
  it('writes Markdown with its pictures, and removes those of an earlier export only', async () => {
    const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
    const shown = { output_type: 'display_data', metadata: {}, data: { 'image/png': png } };
    await writeFile(
      folder.file('m.ipynb'),
      notebook([{ ...code('x'), outputs: [shown], execution_count: 1 }]),
    );
    const exported = await inProcess(['export', 'm.ipynb', '--to', 'md', '--output', 'out/'], folder);
    expect(exported).toMatchObject({ code: 0, stdout: `${path.join('out', 'm.md')}\n`, stderr: '' });
    expect(await readFile(folder.file('out/m.md'), 'utf8')).toContain('![picture](m_files/picture-1.png)');
    await writeFile(folder.file('out/m_files/picture-9.png'), '');
    await writeFile(folder.file('out/m_files/mine.png'), '');
    const again = ['export', 'm.ipynb', '--to', 'md', '--output', 'out'];
    expect((await inProcess(again, folder)).code).toBe(0);
    const mine = ['mine.png', 'picture-9.png'];
    expect((await readdir(folder.file('out/m_files'))).sort()).toEqual([...mine, 'picture-1.png'].sort());
    await writeFile(folder.file('m.ipynb'), notebook([code('x')]));
    expect((await inProcess(again, folder)).code).toBe(0);
    expect((await readdir(folder.file('out/m_files'))).sort()).toEqual(mine);
  });

  it('leads from the place of a Markdown file to what its notebook links to, and says of a page what it lacks', async () => {
    const links =
      '![a](../a%20b.png) [data](data/x.csv#1) [other](o.ipynb) [web](https://example.org) [here](#x)';
    const cells = [{ cell_type: 'markdown', source: links }];
    await writeFile(folder.file('l.ipynb'), notebook(cells));
    await writeFile(folder.file('o.ipynb'), notebook(cells));
    const moved = ['export', 'l.ipynb', 'o.ipynb', '--to', 'md', '--output', 'sub/out/'];
    expect((await inProcess(moved, folder)).code).toBe(0);
    expect(await readFile(folder.file('sub/out/l.md'), 'utf8')).toContain(
      '![a](../../../a%20b.png) [data](../../data/x.csv#1) [other](o.md) [web](https://example.org) [here](#x)',
    );
    const page = await inProcess(['export', 'l.ipynb', '--to', 'html'], folder);
    expect(page.stderr).toContain("a picture is left out: ../a b.png is not in the notebook's folder");
  });

  it('replaces no picture but that of an earlier export, and leaves no empty folder', async () => {
    const shown = { output_type: 'display_data', metadata: {}, data: { 'image/svg+xml': '<svg/>' } };
    await writeFile(folder.file('p.ipynb'), notebook([{ ...code('x'), outputs: [shown] }]));
    await mkdir(folder.file('p_files'));
    await writeFile(folder.file('p_files/picture-1.svg'), 'mine');
    const args = ['export', 'p.ipynb', '--to', 'md'];
    const { code: exit, stderr } = await inProcess(args, folder);
    expect({ exit, stderr }).toEqual({
      exit: 1,
      stderr: expect.stringContaining(`${path.join('p_files', 'picture-1.svg')} is there, and is no picture`),
    });
    expect(await readFile(folder.file('p_files/picture-1.svg'), 'utf8')).toBe('mine');
    expect(await readdir(folder.path)).not.toContain('p.md');

    await rm(folder.file('p_files/picture-1.svg'));
    expect((await inProcess(args, folder)).code).toBe(0);
    expect(await readdir(folder.file('p_files'))).toEqual(['picture-1.svg']);
    await writeFile(folder.file('p.ipynb'), notebook([code('x')]));
    expect((await inProcess(args, folder)).code).toBe(0);
    expect(await readdir(folder.path)).not.toContain('p_files');
  });

  it('writes a page with the title of the notebook, also where it has findings', async () => {
    const found = {
      output_type: 'display_data',
      metadata: {},
      data: { 'text/markdown': '**A claim.** 3 of 4' },
    };
    const cells = [
      { cell_type: 'markdown', source: '# What <b>people</b> hear' },
      { ...code('1', ['finding']), outputs: [found] },
    ];
    await writeFile(folder.file('h.ipynb'), notebook(cells, { listenlab: { executedOn: 'sample' } }));
    const { code: exit, stderr } = await inProcess(['export', 'h.ipynb', '--to', 'html'], folder);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    const html = await readFile(folder.file('h.html'), 'utf8');
    expect(html).toContain('<title>What &lt;b&gt;people&lt;/b&gt; hear</title>');
    expect(html).toContain('Simulated data.');
  });

  it('writes none of several notebooks where one of them is in another language', async () => {
    await writeFile(folder.file('one.ipynb'), notebook([code('1')]));
    const python = { kernelspec: { name: 'python3', language: 'python', display_name: 'Python' } };
    await writeFile(folder.file('python.ipynb'), notebook([code('1')], python));
    const ended = await inProcess(['export', 'one.ipynb', 'python.ipynb', '--to', 'ts'], folder);
    const { code: exit, stderr } = ended;
    expect(exit).toBe(1);
    expect(stderr).toContain('python.ipynb is a notebook in python');
    expect(await readdir(folder.path)).not.toContain('one.ts');
  });

  it('says that a notebook has no results', async () => {
    await writeFile(folder.file('n.ipynb'), notebook([code('1')]));
    const { code: exit, stderr } = await inProcess(['export', 'n.ipynb', '--to', 'html'], folder);
    expect(exit).toBe(0);
    expect(stderr).toContain('n.ipynb: it has not run, so there are no results');
  });

  it('replaces nothing but an export', async () => {
    await writeFile(folder.file('own.ipynb'), notebook([{ ...code('1'), outputs: [printed('x')] }]));
    for (const [format, name] of [
      ['ts', 'own.ts'],
      ['md', 'own.md'],
      ['html', 'own.html'],
    ]) {
      await writeFile(folder.file(name), 'my own');
      const { code: exit, stderr } = await inProcess(['export', 'own.ipynb', '--to', format], folder);
      expect({ exit, stderr }).toEqual({
        exit: 1,
        stderr: expect.stringContaining('was not exported by listenlab'),
      });
      expect(await readFile(folder.file(name), 'utf8')).toBe('my own');
      expect(
        (await inProcess(['export', 'own.ipynb', '--to', format, '--output', `x-${name}`], folder)).code,
      ).toBe(0);
      expect(
        (await inProcess(['export', 'own.ipynb', '--to', format, '--output', `x-${name}`], folder)).code,
      ).toBe(0);
    }
  });

  it.each([
    [['own.ipynb'], "required option '--to <format>' not specified"],
    [['own.ipynb', '--to', 'docx'], "argument 'docx' is invalid"],
    [
      ['own.ipynb', '--to', 'md', '--output', 'x.html'],
      'expected a name that ends in .md or .markdown, or a folder',
    ],
    [['none.ipynb', '--to', 'md'], 'none.ipynb: there is no such file; expected the path of a notebook'],
    [['sub', '--to', 'md'], 'sub: it is a folder; expected a notebook, as in '],
    [['report.html', '--to', 'md'], 'report.html is a page, which can be exported to pdf only'],
    [['report.html', '--to', 'pdf'], 'report.html is no report of listenlab'],
    [['own.ipynb', '--to', 'ts', '--detail', 'brief'], '--detail brief is for html and pdf'],
    [
      ['own.ipynb', 'sub/own.ipynb', '--to', 'md', '--output', 'all.md'],
      '--output is all.md, one file for 2 notebooks; expected a folder',
    ],
    [
      ['own.ipynb', 'sub/own.ipynb', '--to', 'md', '--output', 'all'],
      'two of the notebooks would be written to',
    ],
  ])('says what is wrong: %j', async (args, message) => {
    await mkdir(folder.file('sub'), { recursive: true });
    for (const name of ['own.ipynb', 'sub/own.ipynb'])
      await writeFile(folder.file(name), notebook([code('1')]));
    await writeFile(folder.file('report.html'), '<!DOCTYPE html><p>mine');
    const { code: exit, stderr } = await inProcess(['export', ...args], folder);
    expect(exit).toBe(1);
    expect(stderr).toContain(message);
  });

  it('leads links among notebooks that are exported together to the exports, and others to the notebooks', async () => {
    await mkdir(folder.file('deep'), { recursive: true });
    const prose = (source: string) => notebook([{ cell_type: 'markdown', source, metadata: {} }]);
    await writeFile(
      folder.file('one.ipynb'),
      prose('[two](deep/two%20%C3%BC.ipynb#End) [x](x.ipynb) [r][1]\n\n[1]: deep/two%20%C3%BC.ipynb'),
    );
    await writeFile(
      folder.file('deep/two ü.ipynb'),
      prose('[one](../one.ipynb "back") <https://a.org/one.ipynb>'),
    );
    const args = ['export', 'one.ipynb', 'deep/two ü.ipynb', '--to', 'md', '--output', 'linked'];
    expect((await inProcess(args, folder)).code).toBe(0);
    expect(await readFile(folder.file('linked/one.md'), 'utf8')).toContain(
      '[two](two%20%C3%BC.md#End) [x](../x.ipynb) [r][1]\n\n[1]: two%20%C3%BC.md\n',
    );
    expect(await readFile(folder.file('linked/two ü.md'), 'utf8')).toContain(
      '[one](one.md "back") <https://a.org/one.ipynb>',
    );
  });

  it('has the code of a notebook in plain view on its page, its title once, and no cover', async () => {
    const cells = [{ cell_type: 'markdown', source: '# Only once', metadata: {} }, code('answer()')];
    await writeFile(folder.file('plain.ipynb'), notebook(cells));
    expect((await inProcess(['export', 'plain.ipynb', '--to', 'html'], folder)).code).toBe(0);
    const html = await readFile(folder.file('plain.html'), 'utf8');
    expect(html.match(/<h\d[^>]*>Only once/g)).toEqual(['<h1 id="only-once">Only once']);
    expect(html).toContain('<details class="code" open>');
    expect(html).toContain('data-detail="full"');
    expect(html).not.toContain('class="cover"');
    expect(html).not.toContain('<dt>Generated');
    expect(
      (await inProcess(['export', 'plain.ipynb', '--to', 'html', '--detail', 'brief'], folder)).code,
    ).toBe(0);
    expect(await readFile(folder.file('plain.html'), 'utf8')).toContain('data-detail="brief"');
  });

  it('says how to get a PDF where there is no Chrome', async () => {
    await writeFile(folder.file('p.ipynb'), notebook([code('1')]));
    const env = { LISTENLAB_CHROME: 'off' };
    const before = process.env.LISTENLAB_CHROME;
    Object.assign(process.env, env);
    try {
      const { code: exit, stderr } = await inProcess(['export', 'p.ipynb', '--to', 'pdf'], folder);
      expect(exit).toBe(1);
      expect(stderr).toContain(
        'a PDF is printed by Chrome, Chromium or Edge, and LISTENLAB_CHROME is off; unset it',
      );
    } finally {
      if (before === undefined) delete process.env.LISTENLAB_CHROME;
      else process.env.LISTENLAB_CHROME = before;
    }
    expect(await readdir(folder.path)).not.toContain('p.pdf');
  });
});
