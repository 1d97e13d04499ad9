import { describe, expect, it } from 'vitest';
import { specifierOf, withModuleNames } from '#listenlab/notebook/kernel/cells/module-names.js';

const MODULES: Record<string, { specifier: string; group?: string }> = {
  '/nb/helper': { specifier: './helper' },
  '/nb/listenlab-cell-2': { specifier: 'Cell [3]' },
  '/nb/old.d.ts': { specifier: './old.d.ts' },
  '/lab/dist/index': { specifier: 'listenlab' },
  '/lab/dist/charts/index': { specifier: 'listenlab', group: 'charts' },
  'C:/nb/helper': { specifier: './helper' },
};

describe('a text of the compiler', () => {
  it.each([
    ['Type \'import("/nb/helper").Play[]\' is wrong.', "Type 'Play[]' is wrong."],
    ['Type \'Map<string, import("C:/nb/helper").Play>\' is wrong.', "Type 'Map<string, Play>' is wrong."],
    [
      'from \'import("/nb/helper").Play\' to \'import("/nb/listenlab-cell-2").Play\'',
      'from \'import("./helper").Play\' to \'import("Cell [3]").Play\'',
    ],
    ["'Play' is no 'import(\"/nb/helper\").Play'", "'Play' is no 'import(\"./helper\").Play'"],
    ["'Player' is no 'import(\"/nb/helper\").Play'", "'Player' is no 'Play'"],
    ['typeof import("/lab/dist/charts/index")', 'typeof charts'],
    ['typeof import("/lab/dist/index")', 'typeof import("listenlab")'],
    ['typeof import("/nb/helper").total', 'typeof total'],
    ['Module \'"/nb/helper"\' has no default export.', 'Module \'"./helper"\' has no default export.'],
    ['use \'import { a } from "/nb/helper"\' instead', 'use \'import { a } from "./helper"\' instead'],
    ["File name '/nb/old.d.ts' differs", "File name './old.d.ts' differs"],
    ["File '/nb/old.d.ts' is not a module.", "File './old.d.ts' is not a module."],
    ['module "/nb/helper"', 'module "./helper"'],
  ])('%s: names modules as imports do', (text, expected) => {
    expect(withModuleNames(text, (file) => MODULES[file])).toBe(expected);
  });

  it.each([
    'Type \'"/nb/helper"\' is not assignable to type \'"/data/plays.csv"\'.',
    'Type \'"import(\\"/nb/helper\\").Play"\' is not assignable to type \'number\'.',
    "Property '/nb/helper' does not exist on type '{ a: 1; }'.",
    'import("/elsewhere/file").Name',
    'Type \'"/home/me/music"\' is not assignable to parameter of type \'"/"\'.',
  ])('%s: keeps paths that are no module of the program, and those in strings', (text) => {
    expect(withModuleNames(text, (file) => MODULES[file])).toBe(text);
  });
});

describe('what a cell imports to get a file', () => {
  it.each([
    ['/nb/helper', './helper'],
    ['/nb/deep/helper', './deep/helper'],
    ['/helper', '../helper'],
    ['/nb/node_modules/d3/src/index', 'd3'],
    ['/nb/node_modules/@some/part/index', '@some/part'],
    ['/nb/node_modules/@types/d3/index', 'd3'],
    ['/nb/node_modules/a/node_modules/b/index', 'b'],
  ])('%s is %s from /nb', (file, specifier) => {
    expect(specifierOf(file, '/nb')).toBe(specifier);
  });
});
