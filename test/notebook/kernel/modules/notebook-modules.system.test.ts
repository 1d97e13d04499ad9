import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { inNode } from './in-node.js';

const HELPER = `
export interface Play { artist: string; plays: number }
export const total = (rows: Play[]): number => rows.reduce((sum, row) => sum + row.plays, 0);
export default function shout(text: string): string { return text.toUpperCase(); }
`;

describe('files next to a notebook', () => {
  it('are imported with and without extension, by the name of their compiled file, and by require', async () => {
    const seen = await inNode(
      { 'nb/helper.ts': HELPER, 'nb/parts/index.ts': "export { default } from '../helper';" },
      `const rows = [{ artist: 'Low', plays: 3 }, { artist: 'Muse', plays: 4 }];
       const spellings = ['./helper', './helper.ts', './helper.js'];
       const namespaces = await Promise.all(spellings.map((name) => modules.import(name)));
       return {
         totals: namespaces.map(({ total }) => total(rows)),
         one: new Set(namespaces.map(({ total }) => total)).size,
         shout: namespaces[0].default('low'),
         folder: (await modules.import('./parts')).default('muse'),
         required: modules.require('./helper').total(rows),
         same: modules.require('./helper').total === namespaces[0].total,
       };`,
    );
    expect(seen).toEqual({
      totals: [7, 7, 7],
      one: 1,
      shout: 'LOW',
      folder: 'MUSE',
      required: 7,
      same: true,
    });
  });

  it('may be CommonJS, JSON, ES modules with top-level await, and circular imports', async () => {
    const seen = await inNode(
      {
        'nb/old.js':
          "const path = require('path'); exports.base = path.basename(__filename); exports.near = require('./near');",
        'nb/near.cjs': 'module.exports = function near() { return 1; };',
        'nb/settings.json': '{ "factors": 7, "default": 1 }',
        'nb/later.mjs':
          "export const late = await Promise.resolve(3); import settings from './settings.json' with { type: 'json' }; export { settings };",
        'nb/even.ts':
          "import { odd } from './odd'; export const even = (n: number): boolean => n === 0 || odd(n - 1);",
        'nb/odd.ts':
          "import { even } from './even'; export const odd = (n: number): boolean => n !== 0 && even(n - 1);",
        'nb/mixed.ts':
          "import near from './near.cjs'; import { base } from './old'; import fs, { existsSync } from 'fs'; export default [near(), base, fs.existsSync === existsSync];",
        'nb/state.ts':
          'export enum Mode { Fast, Slow }; export let count = 0; export function more() { count += 1; }',
        'nb/lazy.ts':
          "export const load = async () => (await import('./state')).Mode.Slow; export const where = import.meta.dirname;",
      },
      `const { count, more } = await modules.import('./state');
       more();
       return {
         old: (await modules.import('./old')).base,
         near: (await modules.import('./old')).near(),
         settings: [(await modules.import('./settings.json')).factors, (await modules.import('./settings.json')).default.default],
         later: [(await modules.import('./later.mjs')).late, (await modules.import('./later.mjs')).settings.factors],
         even: (await modules.import('./even')).even(10),
         mixed: (await modules.import('./mixed')).default,
         live: [count, (await modules.import('./state')).count],
         lazy: await (await modules.import('./lazy')).load(),
         where: (await modules.import('./lazy')).where === path.join(folder, 'nb'),
       };`,
    );
    expect(seen).toEqual({
      old: 'old.js',
      near: 1,
      settings: [7, 1],
      later: [3, 7],
      even: true,
      mixed: [1, 'old.js', true],
      live: [0, 1],
      lazy: 1,
      where: true,
    });
  });

  it('are reloaded when they or their imports have changed, and only then', async () => {
    const seen = await inNode(
      {
        'nb/deep.ts': 'export const depth = 1;',
        'nb/top.ts': "import { depth } from './deep'; export const top = depth * 10;",
        'nb/other.ts': 'export const stamp = {}; export const other = 1;',
        'nb/old.cjs': "exports.depth = require('./deep').depth;",
        'nb/settings.json': '{ "factors": 7 }',
      },
      `const look = async () => [
         (await modules.import('./top')).top,
         (await modules.import('./old.cjs')).depth,
         modules.require('./deep').depth,
         (await modules.import('./settings.json')).default.factors,
       ];
       const before = await look();
       const { stamp } = await modules.import('./other');
       write('nb/deep.ts', 'export const depth = 2;');
       write('nb/settings.json', '{ "factors": 9 }');
       const after = await look();
       return { before, after, kept: (await modules.import('./other')).stamp === stamp };`,
    );
    expect(seen).toEqual({ before: [10, 1, 1, 7], after: [20, 2, 2, 9], kept: true });
  });

  it('can be fixed after any error in them', async () => {
    const seen = await inNode(
      {
        'nb/top.ts': "import { value } from './deep'; export const top = value;",
        'nb/deep.ts': "export const value: number = (() => { throw new Error('not yet'); })();",
      },
      `const failures = [await failure(modules.import('./top'))];
       write('nb/deep.ts', 'export const valu = 1;');
       failures.push(await failure(modules.import('./top')));
       write('nb/deep.ts', 'export const value = 1;\\nexport const = 2;');
       failures.push(await failure(modules.import('./top')));
       write('nb/deep.ts', "export { value } from './deeper';");
       failures.push(await failure(modules.import('./top')));
       write('nb/deeper.ts', 'export const value = 5;');
       const both = await Promise.all([modules.import('./top'), modules.import('./deep')]);
       return { failures, values: [both[0].top, both[1].value] };`,
    );
    expect(seen).toEqual({
      failures: [
        'Error: not yet',
        "SyntaxError: The requested module './deep' does not provide an export named 'value'",
        'SyntaxError: deep.ts line 2, column 14: Variable declaration expected.',
        'InputError: deep.ts: there is no file "./deeper" in FOLDER/nb; did you mean "./deep"?',
      ],
      values: [5, 5],
    });
  });

  it('show the location of an error in them', async () => {
    const seen = await inNode(
      {
        'nb/lib/risky.ts': `interface Row {
  plays: number;
}
export type Rows = Row[];
export function first(rows: Rows): number {
  return rows[0].plays;
}`,
        'nb/plain.js': 'exports.fail = () => {\n  throw new Error("plain");\n};',
      },
      `const frames = [];
       for (const [file, act] of [['./lib/risky', (m) => m.first([])], ['./plain.js', (m) => m.fail()]]) {
         const namespace = await modules.import(file);
         try { act(namespace); } catch (error) {
           frames.push(error.stack.split('\\n').flatMap((line) => modules.frame(line) ?? []));
         }
       }
       return frames;`,
    );
    expect(seen).toEqual([
      [{ name: 'first', place: { label: 'lib/risky.ts', line: 6, text: '  return rows[0].plays;' } }],
      [{ name: 'fail', place: { label: 'plain.js', line: 2, text: '  throw new Error("plain");' } }],
    ]);
  });
});

const PACKAGES = {
  'nb/node_modules/esm-only/package.json':
    '{"name":"esm-only","type":"module","exports":{".":{"import":"./index.js"},"./inner":"./in.js"}}',
  'nb/node_modules/esm-only/index.js':
    'export const answer = 42; export default "esm"; await Promise.resolve();',
  'nb/node_modules/esm-only/in.js': 'export const inner = 1;',
  'nb/node_modules/cjs/package.json': '{"name":"cjs"}',
  'nb/node_modules/cjs/index.js':
    "const made = ['a', 'b']; module.exports = { first: made[0], list: () => made };",
  'nb/node_modules/cjs/fp.js': 'exports.fp = true;',
  'nb/node_modules/compiled/index.js':
    "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'default'; exports.named = 'named';",
  'node_modules/above/index.js': 'module.exports = function above() { return "above"; };',
};

describe('folders with unusual names', () => {
  it('can hold notebooks', async () => {
    const seen = await inNode(
      {
        'nb/node_modules/a (b) # % é/helper.ts':
          "import { answer } from 'esm-only';\nexport const add = (n: number) => {\n  if (n < 0) throw new Error('below');\n  return answer + n;\n};",
        ...PACKAGES,
      },
      `const inner = path.join(folder, 'nb/node_modules/a (b) # % é');
       const modules = new NotebookModules(inner, () => typescript);
       const { add } = await modules.import('./helper');
       let frames;
       try { add(-1); } catch (error) { frames = error.stack.split('\\n').flatMap((line) => modules.frame(line) ?? []); }
       return [add(1), frames[0].place.label, frames[0].place.line, modules.require.resolve('./helper') === path.join(inner, 'helper.ts'), modules.meta.resolve('./helper').endsWith('a%20(b)%20%23%20%25%20%C3%A9/helper.ts')];`,
    );
    expect(seen).toEqual([43, 'helper.ts', 3, true, true]);
  });
});

describe('packages', () => {
  it("are resolved from the notebook's folder and its parents, then from listenlab", async () => {
    const seen = await inNode(
      {
        ...PACKAGES,
        'nb/uses.ts':
          "import { answer } from 'esm-only'; import above from 'above'; import { Matrix } from 'ml-matrix'; export default [answer, above(), Matrix.eye(2).rows];",
        'nb/node_modules/marked/index.js': 'exports.mine = true;',
      },
      `const esm = await modules.import('esm-only');
       const cjs = await modules.import('cjs');
       const compiled = await modules.import('compiled');
       return {
         esm: [esm.answer, esm.default],
         inner: (await modules.import('esm-only/inner')).inner,
         cjs: [cjs.first, cjs.default.list(), cjs.list === cjs.default.list],
         fp: (await modules.import('cjs/fp')).fp,
         compiled: [compiled.default, compiled.named],
         above: (await modules.import('above')).default(),
         nearest: (await modules.import('marked')).mine,
         matrix: typeof (await modules.import('ml-matrix')).Matrix,
         uses: (await modules.import('./uses')).default,
         required: [modules.require('cjs').first, modules.require('path').basename('/a/b'), modules.require('esm-only/inner').inner],
         same: modules.require('cjs') === cjs.default,
         builtin: typeof (await modules.import('node:fs')).default.readFileSync,
       };`,
    );
    expect(seen).toEqual({
      esm: [42, 'esm'],
      inner: 1,
      cjs: ['a', ['a', 'b'], true],
      fp: true,
      compiled: ['default', 'named'],
      above: 'above',
      nearest: true,
      matrix: 'function',
      uses: [42, 'above', 2],
      required: ['a', 'b', 1],
      same: true,
      builtin: 'function',
    });
  });

  it('are found once they are installed, without a restart', async () => {
    const seen = await inNode(
      {},
      `const missing = await failure(modules.import('late/part'));
       write('nb/node_modules/late/package.json', '{"exports":{"./part":{"import":"./part.mjs"}}}');
       write('nb/node_modules/late/part.mjs', 'export const late = 1;');
       return [missing, (await modules.import('late/part')).late];`,
    );
    expect(seen).toEqual([
      'InputError: package "late" is not installed; run "npm install late" in FOLDER/nb and then the cell again',
      1,
    ]);
  });

  it('that cannot be used are refused with the reason', async () => {
    const seen = await inNode(
      {
        ...PACKAGES,
        'nb/helper.ts': "import { x } from '@some/thing/x'; export const y = x;",
        'nb/notes.txt': 'x',
      },
      `const wanted = ['cjs/none', 'compiled/indx', 'compiled/index.jss', 'helper', './helpr', './helper', './notes.txt', 'npm:cjs'];
       const failures = [];
       for (const name of wanted) failures.push(await failure(modules.import(name)));
       return failures;`,
    );
    expect(seen).toEqual([
      'InputError: there is no "cjs/none" to run in FOLDER/nb/node_modules/cjs',
      'InputError: there is no "compiled/indx" to run in FOLDER/nb/node_modules/compiled; did you mean "compiled/index"?',
      'InputError: there is no "compiled/index.jss" to run in FOLDER/nb/node_modules/compiled; did you mean "compiled/index.js"?',
      'InputError: package "helper" is not installed; to import the file next to it, write "./helper"',
      'InputError: there is no file "./helpr" in FOLDER/nb; did you mean "./helper"?',
      'InputError: helper.ts: package "@some/thing" is not installed; run "npm install @some/thing" in FOLDER/nb and then the cell again',
      'InputError: notes.txt is not a module; expected .ts, .js or .json',
      expect.stringMatching(/^InputError: "npm:cjs" is not loaded, .* import it by that name$/),
    ]);
  });

  it.each([
    ['a package of the running kernel', 'listenlb', 'listenlab'],
    ['a subpath of such a package', 'listenlb/browser', 'listenlab/browser'],
    ['a package that listenlab carries inside', 'danfojs-nod', 'danfojs-node'],
    ['a package of a folder above', 'abve', 'above'],
    ["a package's file", 'compield/index.js', 'compiled/index.js'],
    ['a package with a scope', '@some/pat', '@some/part'],
    ['a package that listenlab has', 'ml-matrx', 'ml-matrix'],
    ['a built-in module', 'pth', 'path'],
  ])('close to the name of %s are taken for it before they are installed', async (_, wanted, meant) => {
    const seen = await inNode(
      { ...PACKAGES, 'nb/node_modules/@some/part/index.js': '' },
      `return failure(modules.import('${wanted}'));`,
    );
    const [name] = /^(?:@\w+\/)?[\w-]+/.exec(wanted) as RegExpExecArray;
    expect(seen).toBe(
      `InputError: package "${name}" is not installed; did you mean "${meant}"? If not, run "npm install ${name}" in FOLDER/nb and then the cell again`,
    );
  });

  it.each(['d3', 'xy', 'three', 'some-other-name'])(
    'such as %s, which resemble nothing, are only to be installed',
    async (name) => {
      expect(await inNode(PACKAGES, `return failure(modules.import('${name}'));`)).toBe(
        `InputError: package "${name}" is not installed; run "npm install ${name}" in FOLDER/nb and then the cell again`,
      );
    },
  );

  it.each([
    ['node:pth', '; did you mean "node:path"?'],
    ['fs/promise', '; did you mean "fs/promises"?'],
    ['node:listenlab', ''],
  ])('of Node.js that it does not have, such as %s, are no packages to install', async (name, hint) => {
    expect(await inNode({}, `return failure(modules.import('${name}'));`)).toBe(
      `InputError: Node.js ${process.version} has no built-in module "${name}"${hint}`,
    );
  });

  it('say what they export instead of a path that they do not', async () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`./part-${i}`, './index.js']));
    const exports = {
      './index': null,
      './maps/*': './maps/*.js',
      './package.json': './package.json',
      ...many,
    };
    const seen = await inNode(
      {
        ...PACKAGES,
        'nb/node_modules/many/package.json': JSON.stringify({ exports }),
        'nb/node_modules/many/index.js': '',
        'nb/node_modules/one/package.json': '{"exports":"./index.js"}',
        'nb/node_modules/one/index.js': '',
        'nb/node_modules/none/package.json': '{"exports":{"browser":"./index.js"}}',
        'nb/uses.ts': "import { a } from 'one/a'; export const b = a;",
      },
      `const wanted = ['esm-only/private', 'esm-only/iner', 'many', 'none', './uses', 'listenlab/charts'];
       const failures = [];
       for (const name of wanted) failures.push(await failure(modules.import(name)));
       return failures;`,
    );
    const own = Object.keys(createRequire(import.meta.url)('../../../../package.json').exports).map(
      (key) => `"listenlab${key.slice(1)}"`,
    );
    const parts = Array.from({ length: 7 }, (_, i) => `"many/part-${i}"`).join(', ');
    expect(seen).toEqual([
      'InputError: package "esm-only" does not export "esm-only/private"; it exports "esm-only", "esm-only/inner"',
      'InputError: package "esm-only" does not export "esm-only/iner"; did you mean "esm-only/inner"? It exports "esm-only", "esm-only/inner"',
      `InputError: package "many" does not export "many"; it exports "many/maps/*", ${parts} and 3 more`,
      'InputError: package "none" does not export "none"; it exports nothing that cells can import',
      'InputError: uses.ts: package "one" does not export "one/a"; it exports "one"',
      `InputError: package "listenlab" does not export "listenlab/charts"; it exports ${own.join(', ')}`,
    ]);
  });

  it("named listenlab always resolve to the kernel's own copy", async () => {
    const seen = await inNode(
      {
        'nb/node_modules/listenlab/package.json': '{"name":"listenlab","main":"index.js"}',
        'nb/node_modules/listenlab/index.js': 'exports.other = true;',
        'nb/uses.ts': "import { openDataset } from 'listenlab'; export const open = openDataset;",
      },
      `const own = await import(path.join(${JSON.stringify(process.cwd())}, 'dist/index.js'));
       const found = await modules.import('listenlab');
       return [found.openDataset === own.openDataset, (await modules.import('./uses')).open === own.openDataset, modules.require('listenlab').openDataset === own.openDataset];`,
    );
    expect(seen).toEqual([true, true, true]);
  });
});
