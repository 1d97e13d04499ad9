import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importMistake, resolveTypes } from '#listenlab/notebook/kernel/modules/module-types.js';
import { withFolder } from '../../../support/folder.js';
import { type Files, writeFiles } from './in-node.js';

const typescript: typeof import('typescript') = createRequire(import.meta.url)('typescript');

/** The types of a cell's declared names, by the compiler, among files. */
async function typesIn(files: Files, cell: string): Promise<Record<string, string>> {
  return withFolder(async (folder) => {
    await writeFiles(folder, { ...files, 'nb/cell.ts': cell });
    const file = path.join(folder, 'nb/cell.ts');
    const options = {
      module: typescript.ModuleKind.ESNext,
      moduleResolution: typescript.ModuleResolutionKind.Bundler,
      target: typescript.ScriptTarget.ES2022,
      esModuleInterop: true,
      resolveJsonModule: true,
      allowJs: true,
      noEmit: true,
      strict: true,
      types: [],
    };
    const host = typescript.createCompilerHost(options);
    host.resolveModuleNameLiterals = (literals, from) =>
      literals.map(({ text }) => resolveTypes(typescript, text, from, options, host));
    const program = typescript.createProgram([file], options, host);
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(file)!;
    const declared = source.statements.filter(typescript.isVariableStatement);
    return Object.fromEntries(
      declared.flatMap(({ declarationList }) =>
        declarationList.declarations.map((each) => [
          each.name.getText(source),
          checker.typeToString(checker.getTypeAtLocation(each.name)),
        ]),
      ),
    );
  });
}

describe('types of imported modules', () => {
  it('come from files, from packages of the notebook, and then from listenlab', async () => {
    const types = await typesIn(
      {
        'nb/helper.ts':
          "import { openDataset } from 'listenlab'; export const open = openDataset; export const one = 1;",
        'nb/settings.json': '{ "factors": 7 }',
        'nb/node_modules/typed/package.json': '{"exports":{".":{"types":"./t.d.ts","import":"./t.js"}}}',
        'nb/node_modules/typed/t.js': '',
        'nb/node_modules/typed/t.d.ts': 'declare const value: string; export default value;',
        'node_modules/beside/index.js': '',
        'node_modules/@types/beside/index.d.ts': 'export const beside: boolean;',
        'nb/node_modules/untyped/index.js': 'exports.a = 1;',
        // Its types would be listenlab's, but this one runs.
        'nb/node_modules/ml-matrix/index.js': 'exports.Matrix = 1;',
      },
      `import { open, one } from './helper';
       import settings from './settings.json';
       import value from 'typed';
       import { beside } from 'beside';
       import { a } from 'untyped';
       import { Matrix } from 'ml-matrix';
       import { marked } from 'marked';
       import { openDataset } from 'listenlab';
       import { display } from 'tslab';
       const seen = one, factors = settings.factors, text = value, flag = beside, any = a, matrix = Matrix;
       const dataset = await open('sample');
       const same: typeof open = openDataset;
       const own = typeof marked, title = dataset.title, html = display.html;`,
    );
    expect(types).toMatchObject({
      seen: '1',
      factors: 'number',
      text: 'string',
      flag: 'boolean',
      any: 'any',
      matrix: 'any',
      dataset: 'Dataset',
      title: 'string',
      html: '(s: string) => void',
    });
  });

  it('are not required if there is code to run, and otherwise the error says what to do', async () => {
    await withFolder(async (folder) => {
      await writeFiles(folder, { 'node_modules/untyped/index.js': '', 'helper.js': '' });
      expect(importMistake('untyped', folder)).toBeUndefined();
      expect(importMistake('./helper', folder)).toBeUndefined();
      expect(importMistake('./halper', folder)).toContain('did you mean "./helper"?');
      expect(importMistake('untypd', folder)).toContain(`run "npm install untypd" in ${folder}`);
    });
  });
});
