import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { exportScript } from '#listenlab/notebook/export/script/script.js';
import type { Cell, Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { readNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');

function cell(source: string, tags: string[] = []): Cell {
  return { cell_type: 'code', id: 'a', metadata: { tags }, source, execution_count: null, outputs: [] };
}

function prose(source: string): Cell {
  return { cell_type: 'markdown', id: 'm', metadata: {}, source };
}

function script(...cells: (string | Cell)[]) {
  const notebook: Notebook = {
    cells: cells.map((each) => (typeof each === 'string' ? cell(each) : each)),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };
  return exportScript(notebook, { name: 'a.ipynb', file: 'a.ts', folder: ROOT, target: ROOT });
}

/** A script below its first lines, which say how to run it. */
function body(...cells: (string | Cell)[]): string {
  return script(...cells).text.replace(/^(?:\/\/.*\n)+\n/, '');
}

describe('an exported script', () => {
  it('imports each name once, at the top, and types as types', () => {
    const text = body(
      "import { show, type Table } from 'listenlab';\nimport { Shape } from './shape';\nlet a: Shape;",
      "// why\nimport { show, frame } from 'listenlab';\nimport * as dfd from 'danfojs-node';\nshow(frame({ a: [dfd] }));",
      "import { unused } from 'listenlab';\nimport 'node:fs';",
    );
    expect(text).toBe(`import { show, frame } from 'listenlab';
import { type Shape } from './shape';
import * as dfd from 'listenlab/danfo';
import 'node:fs';

let a: Shape;

// why
show(frame({ a: [dfd] }));
`);
  });

  it('shows the last value of a cell, and what shows itself only once', () => {
    expect(
      body("import { show } from 'listenlab';\nshow(1)", '1 + 1; // two', 'console.log(3)', 'const b = 4;'),
    ).toBe(`import { show } from 'listenlab';

show(1)

await showLast(1 + 1); // two

console.log(3)

const b = 4;

/** Shows the last value of a cell, as a notebook does. */
async function showLast(value: unknown): Promise<void> {
  const shown = await value;
  if (shown !== undefined) show(shown);
}
`);
    expect(body('const show = 1, showLast = 2;', 'show')).toContain('await showLast_(show)');
  });

  it('assigns to names that several cells declare', () => {
    const text = body(
      'const a = 1, other = 2;\nfunction f() { return a; }',
      'let [a, b] = [3, 4];\nf();\nfunction f() { return b; }',
      'class C {}',
      'export class C { x = a }',
    );
    expect(text).toContain('let a, f, C, b;');
    expect(text).toContain('a = 1;\nconst other = 2;');
    expect(text).toContain('f = function f() { return b; };\n;([a, b] = [3, 4]);');
    expect(text).toContain('C = class C {};');
    expect(text).toContain('C = class C { x = a };');
  });

  it('runs with enums, aliases and types that several cells declare', () => {
    const text = body(
      'export enum Colour { Red }\ninterface I { a: 1 }\ntype T = 1;\nimport join = require("path");\nenum One { a }',
      "enum Colour { Red = 'r', Blue = 'b' }\ninterface I { b: 2 }\ntype T = 2;\nimport join = require('fs');",
      cell("enum Late { a = 7 }\nthrow new Error('no')", ['raises-exception']),
      'const said = [Colour.Red, Colour.Blue, One.a, Late.a];',
    );
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2024 };
    const { outputText, diagnostics } = ts.transpileModule(text, {
      compilerOptions,
      reportDiagnostics: true,
    });
    expect(diagnostics).toEqual([]);
    const run = new Function(
      'createRequire',
      'console',
      `${outputText.replace(/^import .*$|import\.meta\.url/gm, '')}\nreturn said;`,
    );
    expect(run(() => () => ({}), { error: () => undefined })).toEqual(['r', 'b', 0, 7]);
  });

  it('goes on after a cell that may fail, and has one that does not run as a comment', () => {
    const text = body(
      cell("const x = 1;\nthrow new Error('no')", ['raises-exception']),
      cell('run()', ['skip-execution']),
    );
    expect(text).toContain("let x;\n\ntry {\n  x = 1;\n  throw new Error('no')\n} catch (error) {");
    expect(text).toContain('// Not run, as in the notebook:\n// run()');
  });

  it('has prose as comments, which no character ends early', () => {
    const text = body(prose('# a\n\nb */ c\u2028process.exit(1)\r\nd\u2029e'), 'const x = 1;');
    expect(text).toContain('// # a\n//\n// b */ c\n// process.exit(1)\n// d\n// e\n');
  });

  it('is run by a name that is no option', () => {
    const notebook: Notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const { text } = exportScript(notebook, {
      name: '-rf.ipynb',
      file: '-rf.ts',
      folder: ROOT,
      target: ROOT,
    });
    expect(text).toContain('node ./-rf.ts ');
  });

  it('says what Node.js does not run by itself', () => {
    const source =
      'enum E { a }\nnamespace N { export const a = 1; }\nclass P { constructor(readonly a: number) {} }';
    const { text, notErasable } = script(
      source,
      'declare enum D { a }\ndeclare namespace M { const a: number }',
    );
    expect(notErasable).toEqual(['enum', 'namespace', 'parameter properties']);
    expect(text).toMatch(/^\/\/ {5}npx tsx a\.ts {4}as it has enum, namespace, parameter properties/m);
    expect(text).not.toContain('with Node.js 22.18');
  });

  it.each([
    [['let a = ;'], 'code cell 1 of a.ipynb cannot be parsed, line 1: Expression expected'],
    [
      ["import { a } from 'x';\na()", 'let a = 1;'],
      "code cells 1 and 2 of a.ipynb give the name 'a' two meanings",
    ],
    [["import { a } from 'x';\na()", "import { a } from 'y';\na()"], 'two meanings'],
    [
      ['namespace N { export const a = 1; }', 'function N() {}'],
      "code cell 1 of a.ipynb declares the namespace 'N'",
    ],
    [['let i = 1;', 'for (var i = 0; i < 2; i++) {}'], 'two meanings'],
  ])('is refused where a script cannot say what the notebook does: %j', (cells, message) => {
    expect(() => script(...cells)).toThrow(message);
  });

  it('is JavaScript with types that can be left out, for each of the numbered notebooks', async () => {
    const { readdirSync } = await import('node:fs');
    const names = readdirSync(path.join(ROOT, 'notebooks')).filter((name) => name.endsWith('.ipynb'));
    const texts = new Map<string, string>();
    for (const name of names) {
      const notebook = await readNotebook(path.join(ROOT, 'notebooks', name));
      const place = { name, file: 'a.ts', folder: ROOT, target: ROOT };
      texts.set(path.join(ROOT, 'notebooks', `${name}.ts`), exportScript(notebook, place).text);
    }
    const options: ts.CompilerOptions = {
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2024,
      moduleDetection: ts.ModuleDetectionKind.Force,
      strict: false,
      noEmit: true,
      skipLibCheck: true,
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (file) => texts.has(file) || fileExists(file);
    host.getSourceFile = (file, ...rest) => {
      const text = texts.get(file);
      return text === undefined
        ? getSourceFile(file, ...rest)
        : ts.createSourceFile(file, text, ts.ScriptTarget.ES2024, true);
    };
    const program = ts.createProgram([...texts.keys()], options, host);
    const said = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    expect(texts.size).toBe(7);
    expect(said).toEqual([]);
  }, 60_000);
});
