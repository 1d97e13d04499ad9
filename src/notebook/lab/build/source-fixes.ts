import { FIXES } from './package-fixes.js';

/** Which files {@link fixSource} changes, for esbuild's filter. */
export const FIXED_FILES = new RegExp(
  `(${FIXES.map(({ file }) => file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')).join('|')})$`,
);

/**
 * A package's source as esbuild can bundle it.
 *
 * @param file path with forward slashes
 * @throws Error when the text that a fix looks for is gone, as after an update of the package
 */
export function fixSource(file: string, source: string): string {
  let fixed = source;
  for (const { file: end, find, replaceBy } of FIXES) {
    if (!file.endsWith(end)) continue;
    const before = fixed;
    fixed = fixed.replace(find, replaceBy);
    if (fixed === before)
      throw new Error(`${end} no longer contains ${find}; see whether it still needs this fix`);
  }
  return fixed;
}
