import path from 'node:path';
import type ts from 'typescript';
import { PACKAGE_FOLDER } from '../../../util/node/folders.js';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { CARRIED, OWN_NAME } from './module-files.js';

/** The declarations of what cells import from `'listenlab'`. */
export const OWN_TYPES = path.join(PACKAGE_FOLDER, 'dist', 'index.d.ts');

/**
 * Names before listenlab had groups, and what they are called today, beside those that {@link todaysName} derives.
 * Its readers' form is the table in notebooks/README.md.
 *
 * @internal
 */
export const FORMER_NAMES: Readonly<Record<string, string>> = {
  agesChart: 'charts.agesAndGenders',
  countriesChart: 'charts.listenersByCountry',
  signupsChart: 'charts.signupsByMonth',
  longTailChart: 'charts.listenersPerArtist',
  nameSettings: 'describe.settings',
  randomSplit: 'splits.random',
  splitByTime: 'splits.byTime',
  METRICS: 'metrics.facts',
  metricNames: 'metrics.names',
  'baselines()': 'baselines.all()',
};

/** `topArtistsChart` became `charts.topArtists`, `describeTail` became `describe.tail`. */
function todaysName(name: string): string | undefined {
  if (Object.hasOwn(FORMER_NAMES, name)) return FORMER_NAMES[name];
  const chart = /^(\w+)Chart$/.exec(name);
  if (chart) return `charts.${chart[1]}`;
  const sentence = /^describe([A-Z])(\w*)$/.exec(name);
  return sentence ? `describe.${sentence[1].toLowerCase()}${sentence[2]}` : undefined;
}

/**
 * How to import a name that a cell does not have, if it is one of listenlab's, is in one of its groups, or was before
 * there were groups.
 *
 * @example "listenlab has it in a group: import { charts } from 'listenlab', then charts.loss."
 */
export function importAdvice(typescript: TypeScript, name: string): string | undefined {
  const place = placeOf(typescript, name);
  return place && `${place.where}: ${place.imports}.`;
}

/**
 * What to write instead of an import from a path into listenlab.
 *
 * @example pathAdvice(typescript, 'listenlab/charts', []) // "Instead: import { charts } from 'listenlab'."
 * @param wanted names that the import takes; without one that listenlab has, it is the path's last name
 */
export function pathAdvice(
  typescript: TypeScript,
  specifier: string,
  wanted: readonly string[],
): string | undefined {
  if (!specifier.startsWith('listenlab/')) return undefined;
  const last = path.parse(specifier.replace(/\/index(?:\.\w+)?$/, '')).name;
  const places = [...wanted, last].flatMap((name) => placeOf(typescript, name) ?? []);
  return places.length === 0 ? undefined : `Instead: ${places[0].imports}.`;
}

/** Where a name is today, and what imports it. */
function placeOf(typescript: TypeScript, name: string): { where: string; imports: string } | undefined {
  const groups = groupsWith(typescript, name);
  if (groups === 'none needed') return { where: "It is one of listenlab's", imports: importOf(name) };
  if (groups.length > 0) {
    const imports = groups.map((group) => `${importOf(group)}, then ${group}.${name}`).join('; or ');
    return { where: 'listenlab has it in a group', imports };
  }
  const today = todaysName(name);
  const [group, member] = (today ?? '').replace('()', '').split('.');
  if (today === undefined || !groupsWith(typescript, member).includes(group)) return undefined;
  return { where: `It is now ${today}`, imports: importOf(group) };
}

function importOf(name: string): string {
  return `import { ${name} } from 'listenlab'`;
}

/** The groups that have a name, unless it is imported without one. */
function groupsWith(typescript: TypeScript, name: string): string[] | 'none needed' {
  const { names, groups } = exportsOf(typescript, OWN_TYPES);
  if (names.includes(name)) return 'none needed';
  const has = (module: string) => exportsOf(typescript, typesOf(module)).names.includes(name);
  return [...groups].filter(([, module]) => has(module)).map(([group]) => group);
}

/** The group that is all of a file, given without its extension. */
export function groupOf(typescript: TypeScript, file: string): string | undefined {
  const { groups } = exportsOf(typescript, OWN_TYPES);
  return [...groups.keys()].find((group) => typesOf(groups.get(group) as string) === `${file}.d.ts`);
}

/** What a group is for, with the names of its values. */
export function groupStory(typescript: TypeScript, group: string): string {
  const { groups, stories } = exportsOf(typescript, OWN_TYPES);
  const { names } = exportsOf(typescript, typesOf(groups.get(group) as string));
  // Names with a capital are types.
  const values = names.filter((name) => /^[a-z]/.test(name)).map((name) => `\`${name}\``);
  return `${stories.get(group) ?? ''}\n\nIts names: ${values.join(', ')}.`.trim();
}

/** What a cell imports to get a file of listenlab's declarations: `danfojs-node` for those that stand in for it. */
export function ownSpecifier(typescript: TypeScript, file: string): string {
  const { exports } = JSON.parse(typescript.sys.readFile(path.join(PACKAGE_FOLDER, 'package.json')) ?? '{}');
  const entries = Object.entries<{ types: string }>(exports);
  const [key] = entries.find(([, { types }]) => path.join(PACKAGE_FOLDER, types) === file) ?? ['.'];
  const specifier = OWN_NAME + key.slice(1);
  return Object.keys(CARRIED).find((name) => CARRIED[name] === specifier) ?? specifier;
}

/** The declarations of a module that the index exports from. */
function typesOf(module: string): string {
  return path.resolve(path.dirname(OWN_TYPES), module.replace(/\.js$/, '.d.ts'));
}

/** What a declaration file exports from other modules. */
interface Exports {
  names: string[];
  /** Groups of names, with the module of each. */
  groups: Map<string, string>;
  /** The comments of groups. */
  stories: Map<string, string>;
}

function exportsOf(typescript: TypeScript, file: string): Exports {
  const text = typescript.sys.readFile(file) ?? '';
  const { statements } = typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest);
  const names: string[] = [];
  const groups = new Map<string, string>();
  const stories = new Map<string, string>();
  for (const statement of statements) {
    if (!typescript.isExportDeclaration(statement) || !statement.exportClause) continue;
    const { exportClause, moduleSpecifier } = statement;
    if (typescript.isNamedExports(exportClause)) {
      names.push(...exportClause.elements.map((element) => element.name.text));
    } else {
      names.push(exportClause.name.text);
      const group = exportClause.name.text;
      groups.set(group, (moduleSpecifier as ts.StringLiteral).text);
      const { jsDoc = [] } = statement as { jsDoc?: ts.JSDoc[] };
      stories.set(group, typescript.getTextOfJSDocComment(jsDoc.at(-1)?.comment) ?? '');
    }
  }
  return { names, groups, stories };
}
