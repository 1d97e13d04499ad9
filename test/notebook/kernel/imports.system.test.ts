import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '#listenlab/notebook/jupyter/kernel-client.js';
import { printed, runCode, START_LIMIT } from '../jupyter/kernel-support.js';
import { writeFiles } from './modules/in-node.js';

const FILES = {
  // A separate project: listenlab is not installed in it.
  'package.json': '{ "name": "project", "private": true }',
  'helper.ts': `export interface Play { artist: string; plays: number }
export const total = (rows: Play[]): number => rows.reduce((sum, row) => sum + row.plays, 0);
export function first(rows: Play[]): string {
  return rows[0].artist;
}
export default (text: string): string => text.toUpperCase();`,
  'uses-listenlab.ts':
    "import { openDataset } from 'listenlab'; export const open = (name: string) => openDataset(name);",
  'settings.json': '{ "factors": 7 }',
  'node_modules/modern/package.json':
    '{"type":"module","exports":{".":{"types":"./m.d.ts","import":"./m.js"}}}',
  'node_modules/modern/m.js': 'export const answer = await Promise.resolve(42);',
  'node_modules/modern/m.d.ts': 'export declare const answer: number;',
  'node_modules/old/index.js': "module.exports = { greet: (name) => 'hello ' + name };",
};

let folder: string;
let kernel: KernelClient;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'listenlab-test-')));
  await writeFiles(folder, FILES);
  kernel = await KernelClient.start({ cwd: folder });
}, START_LIMIT);

afterAll(async () => {
  await kernel?.shutdown();
  await rm(folder, { recursive: true, force: true });
});

/** The text of a cell's last value, or its error with the traceback. */
async function shown(code: string): Promise<string> {
  const { outputs } = await runCode(kernel, code);
  return outputs
    .map((output) => {
      if (output.output_type === 'error') return output.traceback.join('\n');
      return output.output_type === 'execute_result' ? String(output.data['text/plain']) : '';
    })
    .join('');
}

describe('cells of a notebook in another project', () => {
  it('import files next to the notebook, in every spelling', async () => {
    expect(
      await shown(
        "import { total, type Play } from './helper';\ntotal([{ artist: 'Low', plays: 3 }] as Play[])",
      ),
    ).toBe('3');
    expect(await shown("import shout from './helper.ts';\nshout('low')")).toBe("'LOW'");
    expect(await shown("import * as all from './helper.js';\nall.total([])")).toBe('0');
    expect(await shown("import settings from './settings.json';\nsettings.factors")).toBe('7');
    expect(await shown("const helper = await import('./helper');\nhelper.default('a')")).toBe("'A'");
    expect(await shown("require('./helper').total([{ plays: 4 }])")).toBe('4');
  });

  it('import packages of the project, and those that listenlab bundles', async () => {
    expect(await shown("import { answer } from 'modern';\nanswer")).toBe('42');
    expect(await shown("import old, { greet } from 'old';\n[greet('a'), old.greet === greet]")).toBe(
      "[ 'hello a', true ]",
    );
    expect(await shown("import { Matrix } from 'ml-matrix';\nMatrix.eye(2).trace()")).toBe('2');
    expect(await shown("const word: string = (await import('modern')).answer;")).toContain(
      "Type 'number' is not assignable to type 'string'",
    );
  });

  it('import listenlab with its types without installing it, from files too', async () => {
    expect(
      await shown(
        "import { open } from './uses-listenlab';\nimport { Dataset, openDataset } from 'listenlab';\n(await open('sample')) instanceof Dataset",
      ),
    ).toBe('true');
    expect(await shown('const wrong: number = openDataset;')).toContain('Promise<Dataset>');
  });

  it('import the Danfo that frames are made by, with its types', async () => {
    const classes =
      "import * as dfd from 'danfojs-node';\nimport { frame } from 'listenlab';\nconst rows = frame({ plays: [1, 2] });\n";
    expect(
      await shown(
        `${classes}[rows instanceof dfd.DataFrame, rows.add(1).values, require('danfojs-node') === (await import('danfojs-node')).default]`,
      ),
    ).toBe('[ true, [ [ 2 ], [ 3 ] ], true ]');
    expect(await shown('const wrong: number = dfd.toCSV(rows);')).toContain(
      "Type 'string | void' is not assignable to type 'number'",
    );
  });

  it('see the edit of a file with the next import', async () => {
    await writeFiles(folder, { 'version.ts': 'export const version = 1;' });
    expect(await shown("import { version } from './version';\nversion")).toBe('1');
    await writeFiles(folder, { 'version.ts': 'export const version = 2;\nexport const more = true;' });
    expect(await shown("import { version, more } from './version';\n[version, more]")).toBe('[ 2, true ]');
  });

  it('keep the types of a file from when its import ran, even if it changes later', async () => {
    const write = (text: string) =>
      writeFiles(folder, { 'twice.ts': text, 'uses.ts': "export * from './twice';" });
    await write('export const twice = (n: number) => 2 * n;');
    expect(await shown("import { twice } from './uses';\ntwice(4)")).toBe('8');
    await write('export const twice = (n: number, by = 2, more = 0) => by * n + more; // other types');
    expect(await shown('twice(4, 100)')).toContain('Expected 1 arguments, but got 2');
    expect(await shown("import { twice } from './uses';\ntwice(4, 100)")).toBe('400');
    await write('export const twice = (n: number) => 2 * ;');
    expect(await shown('twice(4, 10)')).toBe('40');
    expect(await shown("import { twice } from './uses';\ntwice(4)")).toContain('twice.ts line 1, column 41');
    expect(await shown('twice(5, 10)')).toBe('50');
    expect(await shown('1 + 1')).toBe('2');
    await write('export const twice = (n: string) => n + n;');
    expect(await shown("import { twice } from './twice';\ntwice('a')")).toBe("'aa'");
  });

  it('see a file change its exported variables, whatever their names', async () => {
    await writeFiles(folder, {
      'state.ts': `export let count = 0;
        export let [fetch] = ['none'];
        let last = '';
        export { last as latest, last as default };
        export const add = (name: string) => { count += 1; last = name; fetch = name + '!'; };`,
    });
    const names = "import first, { add, count, fetch, latest as seen } from './state';\n";
    const before =
      "const read = () => [first, count, fetch, seen];\nadd('Low');\n({ read: read(), count, fetch })";
    expect(await shown(names + before)).toBe(
      "{ read: [ 'Low', 1, 'Low!', 'Low' ], count: 1, fetch: 'Low!' }",
    );
    expect(await shown("add('Can');\n[...read(), count, seen]")).toBe(
      "[ 'Can', 2, 'Can!', 'Can', 2, 'Can' ]",
    );
    expect(await shown('count = 5;')).toContain('import');
    // A variable of that name replaces it, even where the name was used before.
    expect(await shown("let count = 7;\nadd('Faust');\n[count, ...read()]")).toBe(
      "[ 7, 'Faust', 7, 'Faust!', 'Faust' ]",
    );
    expect(await shown("import { count, add } from './state';\ncount")).toBe('3');
    // Untouched when the declaration that would have replaced it throws.
    await shown("const seen = JSON.parse('');");
    expect(await shown('seen')).toBe("'Faust'");
  });

  it('find a package once it is installed', async () => {
    const cell = "import { late } from 'late';\nlate";
    expect(await shown(cell)).toContain(
      `package "late" is not installed; run "npm install late" in ${folder} and then the cell again`,
    );
    await writeFiles(folder, {
      'node_modules/late/package.json': '{"exports":"./late.mjs"}',
      'node_modules/late/late.mjs': 'export const late = 1;',
    });
    expect(await shown(cell)).toBe('1');
    expect(await shown("import all from 'late';")).toContain(
      `"late" has no default export; import what you need by name, as in import { late } from 'late', or everything: import * as all`,
    );
  });

  it('warn once that a package has changed since the kernel loaded it', async () => {
    const write = (value: number) =>
      writeFiles(folder, {
        'node_modules/moves/package.json': '{}',
        'node_modules/moves/index.js': `exports.v = ${value};`,
      });
    const notes = async () =>
      printed((await runCode(kernel, "import { v } from 'moves'; v")).outputs, 'stderr');
    await write(1);
    expect([await notes(), await notes()]).toEqual(['', '']);
    await write(2);
    expect(await notes()).toMatch(
      /moves\/index\.js has changed since this kernel loaded it: restart the kernel/,
    );
    expect(await notes()).toBe('');
  });

  it('get one-sentence errors for failed imports', async () => {
    expect(await shown("import { total } from './halper';")).toContain('did you mean "./helper"?');
    expect(await shown("import './halper';")).toContain('did you mean "./helper"?');
    expect(await shown("import './none/at-all.js';")).toContain(
      `there is no file "./none/at-all.js" in ${folder}`,
    );
    expect(await shown("import _ from 'https://esm.sh/lodash';")).toContain(
      '"https://esm.sh/lodash" is not loaded, as cells do not load code from the network; run "npm install" with the name',
    );
    expect(await shown("import { totl } from './helper';")).toContain("Did you mean 'total'?");
    expect(await shown("import { gret } from 'old';")).toContain(
      '"old" has no export "gret"; did you mean "greet"?',
    );
  });

  it('read of modules and types in errors by the names that they import, not by paths of files', async () => {
    await writeFiles(folder, {
      'named.ts': `export interface Row { total: number }
        export const sum = (rows: Row[]) => rows.length;`,
      'script.d.ts': 'declare const notAModule: number;',
    });
    const cases = [
      ["import none from './named';", `Module '"./named"' has no default export.`],
      ["import * as all from './named';\nall.none", `does not exist on type 'typeof import("./named")'.`],
      // A type of the same name needs to be told apart.
      [
        "import { sum } from './named';\ninterface Row { other: string }\nsum([{ other: '' } as Row]);",
        `required in type 'import("./named").Row'.`,
      ],
      ["import { notAModule } from './script';", "File './script.d.ts' is not a module."],
    ];
    for (const [code, expected] of cases) {
      const text = await shown(code);
      expect(text).toContain(expected);
      expect(text).not.toContain(folder);
    }
    const kept = `const data: '/data/a.csv' = '${folder}/named.ts';`;
    expect(await shown(kept)).toContain(
      `Type '"${folder}/named.ts"' is not assignable to type '"/data/a.csv"'.`,
    );
    const code = "import * as all from './named";
    const request = { code: `${code}'`, cursor_pos: code.length };
    const { data } = await kernel.request('inspect_request', request);
    expect((data as Record<string, string>)['text/plain']).toBe('module "./named"');
  });

  it('show the line of a file that threw an error, and no lines of the kernel', async () => {
    const text = await shown("import { first } from './helper';\nfirst([])");
    expect(text.replace(/Cell \[\d+\]/, 'Cell [n]')).toBe(
      `TypeError: Cannot read properties of undefined (reading 'artist')
helper.ts line 4, in first
    4 |   return rows[0].artist;
    at Cell [n] line 2`,
    );
  });
});

/** Asks about the code at `|`. */
async function ask(type: string, text: string) {
  const request = { code: text.replace('|', ''), cursor_pos: text.indexOf('|') };
  return kernel.request(type, request);
}

describe('Shift+Tab and Tab in a cell', () => {
  it.each([
    ['Math.ma|x', 'Returns the larger of a set of supplied numeric expressions.'],
    ["'a'.replaceAl|l", '@param searchValue A string to search for.'],
    ["import { Socket } from 'node:net'; new Socket().write(|", 'Sends data on the socket.'],
    ["import { isArray } from 'node:util'; isArra|y", '@deprecated'],
  ])('show what is documented of %s', async (text, documented) => {
    const { data } = (await ask('inspect_request', text)) as { data: Record<string, string> };
    expect(data['text/plain']).toContain(documented);
  });

  it('show the signature inside the parentheses of a call, as Markdown too', async () => {
    await shown("import { trainAls, widgets } from 'listenlab';");
    for (const text of ['await trainAls(|', 'widgets.slider({|', 'widgets.slider({ min: 1, |})']) {
      const { data } = (await ask('inspect_request', text)) as { data: Record<string, string> };
      const [name] = /\w+(?=\()/.exec(text)!;
      expect(data['text/plain'].split('\n')[0]).toMatch(new RegExp(`^${name}\\(.*\\): `));
      expect(data['text/markdown']).toContain(`\`${name}(\`**\``);
    }
    const { data } = (await ask('inspect_request', 'widgets.slider({ mi|n: 1 })')) as {
      data: Record<string, string>;
    };
    expect(data['text/markdown']).toContain('```typescript\n(property) SliderOptions.min: number\n```');
  });

  it('list matching names with their kinds, best match first', async () => {
    const reply = await ask('complete_request', 'const x = 1; tra|');
    expect(reply).toMatchObject({ cursor_start: 13, cursor_end: 16 });
    const [first] = (reply.metadata as { _jupyter_types_experimental: unknown[] })
      ._jupyter_types_experimental;
    expect(first).toEqual({ start: 13, end: 16, text: 'trainAls', type: 'function' });
  });
});
