import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AlsOptions } from '#listenlab/engine/als/options.js';
import { firstCandidates, settingsFor } from '#listenlab/engine/evaluate/settings/candidates.js';
import { interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { sharedFile } from '../../support/shared.js';
import { builds, inline, reference } from './implementations.js';
import { named } from './matrices.js';

const folder = sharedFile('cases/35-small-data');
const fast = builds.map(inline);

function readCase(name: string): string {
  return readFileSync(path.join(folder as string, name), 'utf8');
}

function csvFiles(): string[] {
  return folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.csv'));
}

describe.skipIf(folder === undefined)('small data sets outside the repository', () => {
  it.each([reference, ...fast])('$name trains the one that once failed in a search', async ({ train }) => {
    const { settings, users, artists, indptr, indices, values } = JSON.parse(
      readCase('broken-training.json'),
    );
    const rows = indices.map((_: number, entry: number) =>
      indptr.findLastIndex((start: number) => start <= entry),
    );
    const interactions = named(users.length, artists.length, rows, indices, values);
    const exact = await train(interactions, { ...settings, solver: 'cholesky', computeLoss: true });
    const model = await train(interactions, { ...settings, computeLoss: true });
    expect(Number(model.losses?.at(-1)) / Number(exact.losses?.at(-1))).toBeCloseTo(1, 4);
  });

  it.each(csvFiles())('%s can be trained with the first settings of a search', async (file) => {
    const [, ...lines] = readCase(file).trimEnd().split('\n');
    const interactions = interactionsFromRows(
      lines.map((line) => {
        const [user, artist, plays] = line.split(',');
        return { user, artist, plays: Number(plays) };
      }),
    );
    for (const { train } of fast) {
      for (const candidate of firstCandidates(interactions).slice(0, 5)) {
        const options = { ...settingsFor(candidate, interactions), iterations: 8 } as AlsOptions;
        const model = await train(interactions, options);
        expect(model.artistFactors.every(Number.isFinite)).toBe(true);
      }
    }
  });
});
