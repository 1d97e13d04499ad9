import { describe, expect, it } from 'vitest';
import {
  readSettings,
  type ScriptSetting,
  settingsHelp,
} from '#listenlab/notebook/export/script/read-settings.js';
import { injectParameters } from '#listenlab/notebook/jupyter/parameters.js';
import * as nb from '../report/support/notebooks.js';

const SOURCE =
  "let factors = 20;\nlet weighting: 'log' | 'linear' = 'log';\nlet flag = true;\nlet list = [1];\nlet k: number | null = 3;";
const SETTINGS: ScriptSetting[] = [
  { name: 'factors', type: 'number', default: '20' },
  { name: 'weighting', type: 'string', choices: ['log', 'linear'], default: "'log'" },
  { name: 'flag', type: 'boolean', default: 'true' },
  { name: 'list', type: 'array', elements: 'number', default: '[1]' },
  { name: 'k', type: 'number', nullable: true, default: '3' },
];
const read = (...words: string[]) => readSettings('a.ts', SETTINGS, words);

describe('the settings of a script', () => {
  it.each([
    [['--factors', '-3'], { factors: -3 }],
    [['--factors=64', '--factors', '32', '--flag'], { factors: 32, flag: true }],
    [['--no-flag'], { flag: false }],
    [['--flag=false', '--list', '[1, -2]', '--k', 'null'], { flag: false, list: [1, -2], k: null }],
    [[], {}],
  ])('are read from %j', (words, values) => {
    expect(read(...words)).toEqual(values);
  });

  it.each([
    [['--nope', '1'], "a.ts has no parameter 'nope'; there are factors, weighting, flag, list, k"],
    [['--no-factors'], "a.ts has no parameter 'no-factors'; did you mean 'factors'?"],
    [['x'], "'x' belongs to no setting"],
    [['--factors'], '--factors has no value; expected --factors 20'],
    [['--list'], "--list has no value; expected --list '[1, 2]'"],
    [
      ['--weighting', '--flag'],
      '--weighting is followed by --flag; expected --weighting text, or --weighting=--flag if that is its value',
    ],
  ])('refuse %j', (words, message) => {
    expect(() => read(...words)).toThrow(message);
  });

  it.each([
    ['factors', 'abc'],
    ['factors', ''],
    ['weighting', 'sqrt'],
    ['flag', 'yes'],
    ['list', '["a"]'],
    ['k', 'three'],
  ])('refuse --%s %j as a notebook does', (name, value) => {
    const notebook = nb.notebookOf(nb.code(SOURCE, [], ['parameters']));
    let said = '';
    try {
      injectParameters(notebook, { [name]: value }, 'a.ipynb');
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain(`parameter ${name} is '${value}'`);
    expect(() => read(`--${name}=${value}`)).toThrow(said);
  });

  it('are listed with their types and defaults', () => {
    const help = settingsHelp('a.ts', SETTINGS);
    expect(help).toMatch(/^ {2}--weighting <log\|linear> {2}default: 'log'$/m);
    expect(help).toMatch(/^ {2}--\[no-\]flag +default: true$/m);
    expect(help).toMatch(/^ {2}--list <JSON array> +default: \[1\]$/m);
    expect(help).toContain("Arrays and objects are JSON: --list '[1, 2]'");
  });
});
