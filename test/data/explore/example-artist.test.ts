import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explore } from '#listenlab/index.js';
import { Desk, OPENING_MS, type Opened } from './support.js';

describe('the example artist of a notebook', () => {
  let desk: Desk;
  let bands: Opened;
  beforeAll(async () => {
    desk = await Desk.make();
    bands = await desk.tsv([
      { user: '1', artist: 'kent', plays: 3 },
      { user: '2', artist: 'kent', plays: 3 },
      { user: '2', artist: 'Die Ärzte', plays: 9 },
    ]);
  }, OPENING_MS);
  afterAll(() => desk.close());

  it('is the requested one, else the example, else one of the most popular', async () => {
    const { dataset } = bands;
    expect(await explore.exampleArtist(dataset, 'Kent', 'die ärzte')).toBe('Kent');
    expect(await explore.exampleArtist(dataset, '', 'die ärzte')).toBe('Die Ärzte');
    expect(await explore.exampleArtist(dataset, '', 'muse')).toBe('kent');
  });

  it('is another one than a first', async () => {
    const { dataset } = bands;
    expect(await explore.exampleArtist(dataset, '', 'muse', { unlike: 'KENT' })).toBe('Die Ärzte');
    expect(await explore.exampleArtist(dataset, '', 'die ärzte', { unlike: 'Die Ärzte' })).toBe('kent');
    expect(await explore.exampleArtist(dataset, '', 'die ärzte', { unlike: 'kent' })).toBe('Die Ärzte');
    expect(await explore.exampleArtist(dataset, '', 'die ärzte', { unlike: 'muse' })).toBe('Die Ärzte');
  });

  it('must be in the data', async () => {
    const { raw, dataset } = bands;
    await expect(explore.exampleArtist(dataset, 'Kemt', 'kent')).rejects.toThrow(
      "no artist 'Kemt'; did you mean 'kent'?",
    );
    await expect(explore.exampleArtist(raw, '', 'kent')).rejects.toThrow(
      'exampleArtist needs a cleaned dataset',
    );
  });
});
