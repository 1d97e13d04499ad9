import type { SourceFacts } from './source-facts.js';

/** Packages that start programs, serve, or drive kernels and browsers. */
const STARTERS =
  /^(node:)?(child_process|cluster|dgram|http|http2|https|net|tls)$|^(fastify|playwright-core|ws|zeromq)(\/|$)|^@fastify\//;
/** May be used without a server: ports are probed, addresses checked and pipes read with it. */
const HARMLESS = 'node:net';

/**
 * The fast tests (those not named `*.system.test.ts`) that import what starts programs, servers, kernels or
 * browsers, directly or through other modules: each as a sentence with the way there.
 *
 * @param files facts of src/ and test/
 * @param inProcess modules that only start something when they are told to, and are not told to by fast tests
 */
export function slowImports(files: readonly SourceFacts[], inProcess: readonly string[]): string[] {
  const targets = new Map(
    files.map(({ file, imports }) => [
      file,
      imports.filter(({ kind }) => kind === 'static').map(({ target }) => sourceOf(target)),
    ]),
  );
  const starts = (file: string, target: string) =>
    STARTERS.test(target) && !(target === HARMLESS && file.startsWith('src/'));
  const wayFrom = (file: string, seen: Set<string>): string[] | undefined => {
    if (seen.has(file) || inProcess.includes(file)) return undefined;
    seen.add(file);
    for (const target of targets.get(file) ?? []) {
      if (starts(file, target)) return [file, target];
      const way = wayFrom(target, seen);
      if (way) return [file, ...way];
    }
    return undefined;
  };
  return [...targets.keys()]
    .filter((file) => isFastTest(file))
    .flatMap((file) => {
      const way = wayFrom(file, new Set());
      return way ? [`${file} is no fast test: ${way.slice(1).join(' > ')}`] : [];
    });
}

export function isFastTest(file: string): boolean {
  return /^test\/(?!e2e\/|smoke\.).*(?<!\.system)\.test\.ts$/.test(file);
}

/** The source of a built module that tests import. */
function sourceOf(target: string): string {
  return target.replace(/^#listenlab\/(.*)\.js$/, 'src/$1.ts');
}
