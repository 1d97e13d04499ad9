import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Interactions, interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { loadModel } from '#listenlab/engine/model/node/load-model.js';
import { contentOf, smallModel } from '../models.js';
import { grouped, playsOfUser, RECIPES, trained } from '../training.js';

/** The vector of a row. */
function vectorOf(vectors: Float32Array, row: number, factors: number): Float32Array {
  return vectors.slice(row * factors, (row + 1) * factors);
}

/** Rows as `interactionsFromRows` takes them, of some users or artists of the training. */
function rowsOf(users: number[], artists?: number[]) {
  const model = trained();
  return users.flatMap((user) =>
    [...playsOfUser(model, user)]
      .map(([artist, plays]) => ({ user: `user ${user}`, artist, plays }))
      .filter(({ artist }) => artists === undefined || artists.some((row) => artist === `artist ${row}`)),
  );
}

describe.each(Object.entries(RECIPES))('a model of other listeners, with %s', (_, recipe) => {
  const model = trained(recipe);

  it('has the vectors of folding in each listener, and the same artists', async () => {
    const others = await model.withListeners(interactionsFromRows(rowsOf([2, 11, 30])));
    expect(others.users.names).toEqual(['user 2', 'user 11', 'user 30']);
    expect(others.artists).toBe(model.artists);
    expect(others.artistFactors).toBe(model.artistFactors);
    [2, 11, 30].forEach((user, row) => {
      const { vector } = model.foldIn(playsOfUser(model, user));
      expect(vectorOf(others.userFactors, row, model.factors)).toEqual(vector);
      const played = playsOfUser(model, user);
      expect(playsOfUser(others, row)).toEqual(played);
      expect(others.recommend(`user ${user}`)).toEqual(model.foldIn(played).recommend());
    });
  });

  it('uses the weights of the training data, even after saving', async () => {
    const others = await model.withListeners(interactionsFromRows(rowsOf([2, 11, 30])));
    const plays = playsOfUser(model, 14);
    expect(others.foldIn(plays).vector).toEqual(model.foldIn(plays).vector);
    const folder = await mkdtemp(path.join(tmpdir(), 'listenlab-model-'));
    try {
      const file = path.join(folder, 'others.safetensors');
      await others.save(file);
      const loaded = await loadModel(file);
      expect(contentOf(loaded)).toEqual(contentOf(others));
      expect(loaded.statistics).toEqual(others.statistics);
      expect(loaded.foldIn(plays).vector).toEqual(model.foldIn(plays).vector);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('equals the exactly solved model if the listeners are those of the training', async () => {
    const same = await model.withListeners(grouped);
    for (let user = 0; user < model.users.size; user++) {
      const plays = playsOfUser(model, user);
      const expected = plays.size === 0 ? new Float32Array(model.factors) : model.foldIn(plays).vector;
      expect(vectorOf(same.userFactors, user, model.factors)).toEqual(expected);
    }
    const exact = await model.withListeners(grouped, { fewPlays: 0 });
    expect((await model.updateUsers(grouped)).userFactors).toEqual(exact.userFactors);
  });

  it('keeps every user that an update does not name, bit for bit', async () => {
    const news = interactionsFromRows([
      ...rowsOf([2]),
      { user: 'user 11', artist: 'artist 1', plays: 3 },
      { user: 'carla', artist: 'ARTIST 2', plays: 7 },
      { user: 'carla', artist: 'artist 2', plays: 1 },
      { user: 'carla', artist: 'unheard of', plays: 7 },
    ]);
    const updated = await model.updateUsers(news);
    expect(updated.users.names).toEqual([...model.users.names, 'carla']);
    expect(updated.artistFactors).toBe(model.artistFactors);
    const expected = new Map([
      [2, playsOfUser(model, 2)],
      [11, new Map([['artist 1', 3]])],
      [40, new Map([['artist 2', 8]])],
    ]);
    for (let user = 0; user < 41; user++) {
      const plays = expected.get(user);
      const vector = vectorOf(updated.userFactors, user, model.factors);
      if (plays) expect(vector).toEqual(model.foldIn(plays, { fewPlays: 0 }).vector);
      else expect(vector).toEqual(vectorOf(model.userFactors, user, model.factors));
      expect(playsOfUser(updated, user)).toEqual(plays ?? playsOfUser(model, user));
    }
  });

  it('keeps every artist that an update does not name, bit for bit', async () => {
    const news = interactionsFromRows([
      { user: 'user 3', artist: 'artist 1', plays: 3 },
      { user: 'user 4', artist: 'newcomer', plays: 5 },
      { user: 'user 8', artist: 'newcomer', plays: 50 },
      { user: 'stranger', artist: 'newcomer', plays: 50 },
    ]);
    const updated = await model.updateArtists(news);
    expect(updated.artists.names).toEqual([...model.artists.names, 'newcomer']);
    expect(updated.users).toBe(model.users);
    expect(updated.userFactors).toBe(model.userFactors);
    const expected = new Map<number, Record<string, number>>([
      [1, { 'user 3': 3 }],
      [30, { 'user 4': 5, 'user 8': 50 }],
    ]);
    for (let artist = 0; artist < 31; artist++) {
      const plays = expected.get(artist);
      const vector = vectorOf(updated.artistFactors, artist, model.factors);
      expect(vector).toEqual(
        plays ? model.foldInArtist(plays).vector : vectorOf(model.artistFactors, artist, model.factors),
      );
    }
    expect(playsOfUser(updated, 8).get('newcomer')).toBe(50);
    expect(playsOfUser(updated, 6).get('artist 1')).toBeUndefined();
    expect([...updated.statistics!.listeners].slice(30)).toEqual([2]);
    expect(updated.statistics!.listeners[1]).toBe(1);
  });
});

describe('interactions that do not match the model', () => {
  const model = trained();

  it('leave users without plays unchanged and add new ones as zero vectors', async () => {
    const { artists, byUser } = interactionsFromRows(rowsOf([2]));
    const indptr = Int32Array.of(0, byUser.indices.length, byUser.indices.length, byUser.indices.length);
    const users = new IdMap('user', ['user 2', 'user 3', 'nobody']);
    const updated = await model.updateUsers(new Interactions(users, artists, { ...byUser, rows: 3, indptr }));
    expect(playsOfUser(updated, 3)).toEqual(playsOfUser(model, 3));
    expect(vectorOf(updated.userFactors, 3, 4)).toEqual(vectorOf(model.userFactors, 3, 4));
    expect(updated.users.names[40]).toBe('nobody');
    expect(updated.recommend('nobody')).toEqual([]);
  });

  it('are refused if no artist is known or plays are invalid', async () => {
    const strange = interactionsFromRows([{ user: 'ann', artist: 'x', plays: 1 }]);
    const text = "the model knows none of the 1 artists, such as 'x'; expected names as in 'artist 0'";
    await expect(model.withListeners(strange)).rejects.toThrow(text);
    await expect(model.updateUsers(strange)).rejects.toThrow(text);
    await expect(model.updateArtists(strange)).rejects.toThrow(
      "the model knows none of the 1 users, such as 'ann'",
    );
    const broken = interactionsFromRows([{ user: 'ann', artist: 'artist 2', plays: 1 }]);
    broken.byUser.values[0] = Number.NaN;
    await expect(model.withListeners(broken)).rejects.toThrow(
      "user 'ann' and artist 'artist 2' have NaN plays; expected a finite number above 0: clean the dataset with clean()",
    );
  });

  it('require a model that knows its training options', async () => {
    const rows = interactionsFromRows([{ user: 'ann', artist: 'kent', plays: 1 }]);
    await expect(smallModel().withListeners(rows)).rejects.toThrow(
      'training option regularization of the model is missing',
    );
  });
});

describe('folding in many listeners', () => {
  it('reports progress and can be aborted', async () => {
    const rows = Array.from({ length: 150_000 }, (_, i) => ({
      user: `listener ${i % 50_000}`,
      artist: `artist ${(i * 7 + Math.floor(i / 50_000)) % 30}`,
      plays: 1 + (i % 9),
    }));
    const many = interactionsFromRows(rows);
    const told: number[] = [];
    const stop = new AbortController();
    const onProgress = ({ task, done, total }: { task: string; done: number; total: number }) => {
      expect([task, total]).toEqual(['folding in', 50_000]);
      told.push(done);
      stop.abort(new Error('enough'));
    };
    await expect(trained().withListeners(many, { onProgress, signal: stop.signal })).rejects.toThrow(
      'enough',
    );
    expect(told).toHaveLength(1);
    expect(told[0]).toBeLessThan(50_000);
  });
});
