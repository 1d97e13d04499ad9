import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMER_NAMES, importAdvice } from '#listenlab/notebook/kernel/modules/own-names.js';

const typescript: typeof import('typescript') = createRequire(import.meta.url)('typescript');

/** The rows of the table of groups in notebooks/README.md: the group, and its names before there were groups. */
const ROWS = readFileSync(path.join(import.meta.dirname, '../../../../notebooks/README.md'), 'utf8')
  .split('\n')
  .map((line) => /^\| `(\w+)` \| .* \| (.*`.*) \|$/.exec(line))
  .filter((row) => row !== null)
  .map(([, group, before]) => ({ group, before }));

/** What stands between backticks. */
function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
}

describe('a name from before there were groups', () => {
  it.each(ROWS)(
    'of $group that notebooks/README.md lists is said to be in that group',
    ({ group, before }) => {
      const names = codeIn(before).filter((name) => !name.includes('.'));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const advice = importAdvice(typescript, name);
        expect(advice, name).toContain(`import { ${group} } from 'listenlab'`);
      }
    },
  );

  it.each(Object.entries(FORMER_NAMES))('%s is in the table of notebooks/README.md', (name, today) => {
    const [group] = today.split('.');
    const row = ROWS.find((each) => each.group === group);
    expect(codeIn(row?.before ?? '')).toContain(name);
    expect(importAdvice(typescript, name)).toBe(`It is now ${today}: import { ${group} } from 'listenlab'.`);
  });

  it.each(['topArtistChart', 'describeNothing', 'Chart', 'constructor', 'noSuchName'])(
    'is not seen in %s',
    (name) => {
      expect(importAdvice(typescript, name)).toBeUndefined();
    },
  );
});
