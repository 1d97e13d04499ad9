import type { SourceFacts } from './source-facts.js';

/** The rules of the source tree, as data. */
export interface HouseRules {
  /** Folders of `src`; a file imports from its own folder and from those behind it only. */
  layers: string[];
  /** Folders that may import from these folders only, beside themselves. */
  only: Record<string, string[]>;
  /** Folders (or files) that must not import from these folders, though they lie below. */
  never: Record<string, string[]>;
  /** Files and folders that run in a browser: nothing from Node.js, directly or through another file. */
  browser: string[];
  /** Files within them that may use Node.js, because a browser never loads them. */
  node: string[];
  /** Files and folders that may print, read arguments or exit. */
  outside: string[];
  /** Packages that cost a lot to load, and the one file that may load each. */
  oneDoor: Record<string, string>;
}

const OUTSIDE = /^(console\.|process\.(stdin|stdout|stderr|argv|exit|exitCode)$)/;

/** Every breach of the rules as a sentence that names the files. */
export function breaches(files: SourceFacts[], rules: HouseRules): string[] {
  return [
    ...files.flatMap((file) => [
      ...layerBreaches(file, rules),
      ...browserBreaches(file, rules),
      ...outsideBreaches(file, rules),
      ...doorBreaches(file, rules),
    ]),
    ...circles(files),
  ];
}

function layerBreaches({ file, imports }: SourceFacts, rules: HouseRules): string[] {
  const own = folderOf(file);
  const level = rules.layers.indexOf(own);
  if (level < 0) return [`${file} is in no layer`];
  return imports
    .filter(({ target }) => target.startsWith('src/'))
    .flatMap(({ target }) => {
      const folder = folderOf(target);
      if (folder === own) return [];
      if (rules.layers.indexOf(folder) < level) return [`${file} imports upwards from ${target}`];
      const allowed = rules.only[own];
      if (allowed && !allowed.includes(folder)) return [`${file} must not import ${target}`];
      return rules.never[own]?.includes(folder) ? [`${file} must not import ${target}`] : [];
    });
}

function browserBreaches({ file, imports }: SourceFacts, rules: HouseRules): string[] {
  const runsInBrowser = (name: string) => isIn(name, rules.browser) && !rules.node.includes(name);
  if (!runsInBrowser(file)) return [];
  return imports.flatMap(({ target, kind }) => {
    if (kind === 'type') return [];
    if (target.startsWith('node:')) return [`${file} runs in browsers and imports ${target}`];
    if (kind === 'dynamic' || !target.startsWith('src/') || runsInBrowser(target)) return [];
    return [`${file} runs in browsers and imports ${target}, which does not`];
  });
}

function outsideBreaches({ file, globals }: SourceFacts, rules: HouseRules): string[] {
  if (isIn(file, rules.outside)) return [];
  return globals.filter((name) => OUTSIDE.test(name)).map((name) => `${file} uses ${name}`);
}

function doorBreaches({ file, imports }: SourceFacts, rules: HouseRules): string[] {
  return imports
    .filter(({ target, kind }) => kind !== 'type' && (rules.oneDoor[target] ?? file) !== file)
    .map(({ target }) => `${file} loads ${target}, which only ${rules.oneDoor[target]} may`);
}

/** Circles of files that import each other, each found once. */
function circles(files: SourceFacts[]): string[] {
  const targets = new Map(files.map(({ file, imports }) => [file, imports.map(({ target }) => target)]));
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, way: string[]): void => {
    const start = way.indexOf(file);
    if (start >= 0) found.push(`circle: ${[...way.slice(start), file].join(' > ')}`);
    if (start >= 0 || finished.has(file)) return;
    for (const target of new Set(targets.get(file) ?? [])) visit(target, [...way, file]);
    finished.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}

/** `model` of `src/model/model.ts`, `index.ts` of `src/index.ts`. */
function folderOf(file: string): string {
  return file.split('/')[1];
}

function isIn(file: string, places: string[]): boolean {
  return places.some((place) => file === place || file.startsWith(`${place}/`));
}
