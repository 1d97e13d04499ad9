import type { SourceFacts } from './source-facts.js';

/** The rules of the source tree, as data. */
export interface HouseRules {
  /** Rooms of `src`, by their paths; a file imports from its own room and from those behind it only. */
  layers: string[];
  /** Rooms and houses, which are folders of rooms, that may import from these only, beside themselves. */
  only: Record<string, string[]>;
  /** Folders (or files) that must not import from these folders, though they lie below. */
  never: Record<string, string[]>;
  /** Files and folders that run in a browser: nothing from Node.js, directly or through another file. */
  browser: string[];
  /** Folders within them that may use Node.js, because a browser never loads them, beside all named `node`. */
  node: string[];
  /** Files and folders that may print, read arguments or exit. */
  outside: string[];
  /** Packages that cost a lot to load, and the one file that may load each. */
  oneDoor: Record<string, string>;
}

const OUTSIDE = /^(console\.|process\.(stdin|stdout|stderr|argv|exit|exitCode)$)/;

/** Every violation of the rules, as a sentence that names the files. */
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
  const own = roomOf(file, rules);
  if (own === undefined) return [`${file} is in no layer`];
  return imports
    .filter(({ target }) => target.startsWith('src/') && !isIn(target, [`src/${own}`]))
    .flatMap(({ target, kind }) => {
      if (isStarted(target, kind)) return [];
      const room = roomOf(target, rules);
      if (room === undefined || rules.layers.indexOf(room) < rules.layers.indexOf(own))
        return [`${file} imports upwards from ${target}`];
      const isAllowed = Object.entries(rules.only).every(
        ([place, others]) =>
          !isIn(file, [`src/${place}`]) ||
          isIn(
            target,
            [place, ...others].map((name) => `src/${name}`),
          ),
      );
      const isForbidden = isIn(
        target,
        (rules.never[own] ?? []).map((name) => `src/${name}`),
      );
      return isAllowed && !isForbidden ? [] : [`${file} must not import ${target}`];
    });
}

/** A separate program, which runs in another process. */
function isStarted(target: string, kind: string): boolean {
  return kind === 'dynamic' && target.endsWith('/main.ts');
}

function browserBreaches({ file, imports }: SourceFacts, rules: HouseRules): string[] {
  const runsInBrowser = (name: string) =>
    isIn(name, rules.browser) && !isIn(name, rules.node) && !name.includes('/node/');
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

/** `engine/model` of `src/engine/model/model.ts`, `index.ts` of `src/index.ts`. */
function roomOf(file: string, { layers }: HouseRules): string | undefined {
  return layers.find((room) => isIn(file, [`src/${room}`]));
}

function isIn(file: string, places: string[]): boolean {
  return places.some((place) => file === place || file.startsWith(`${place}/`));
}
