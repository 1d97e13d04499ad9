import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlsOptions } from '#listenlab/engine/als/options.js';
import { ORIGINAL_RECIPE } from '#listenlab/tuner/session/messages.js';
import { qualityAxisEnd } from '../../src/tuner/panel/figures.js';
import { KNOBS, readKnob } from '../../src/tuner/panel/knobs.js';
import { gone, movesOf, moveText, moveWords } from '../../src/tuner/panel/moves.js';

describe('the knobs', () => {
  const sliders = KNOBS.filter((knob) => knob.kind === 'slider');

  it('are those of the trainer, and start with its defaults', () => {
    const { threads, computeLoss, solver, ...defaults } = readAlsOptions().settings;
    expect(KNOBS.map(({ name }) => name).sort()).toEqual(Object.keys(defaults).sort());
  });

  it.each(sliders.map((knob) => [knob.name, knob] as const))(
    '%s maps its positions to rising values that the trainer accepts, and back',
    (name, knob) => {
      const values = Array.from({ length: knob.steps + 1 }, (_, position) => knob.value(position));
      values.forEach((value, position) => {
        expect(knob.position(value)).toBe(position);
        expect(readAlsOptions({ [name]: value }).settings[name]).toBe(value);
        if (position > 0) expect(value).toBeGreaterThan(values[position - 1]);
      });
      // A value out of range is shown at the nearer end.
      expect([knob.position(1e-9), knob.position(1e9)]).toEqual([0, knob.steps]);
      expect(knob.position(ORIGINAL_RECIPE[name] as number)).toBeGreaterThanOrEqual(0);
    },
  );
});

describe('a value in an address', () => {
  const read = (name: string, text: string) => readKnob(KNOBS.find((knob) => knob.name === name)!, text);

  it('is read if the knob can have it, between the steps of its slider too', () => {
    expect(read('alpha', '3')).toMatchObject({ value: 3 });
    expect(read('alpha', '.5')).toMatchObject({ value: 0.5 });
    expect(read('regularization', '1e-3')).toMatchObject({ value: 0.001 });
    expect(read('factors', '33')).toMatchObject({ value: 33 });
    expect(read('weighting', 'bm25')).toMatchObject({ value: 'bm25' });
    expect(read('seed', '0')).toMatchObject({ value: 0 });
    for (const knob of KNOBS) {
      const first = ORIGINAL_RECIPE[knob.name];
      expect(readKnob(knob, String(first))).toMatchObject({ value: first });
    }
  });

  it.each([
    ['alpha', '-1', 'a number from 0.01 to 1000'],
    ['alpha', '0', 'a number from 0.01 to 1000'],
    ['alpha', 'Infinity', 'a number from 0.01 to 1000'],
    ['alpha', '', 'a number from 0.01 to 1000'],
    ['factors', '2.5', 'a whole number from 1 to 128'],
    ['factors', '100000', 'a whole number from 1 to 128'],
    ['iterations', '0', 'a whole number from 1 to 50'],
    ['seed', '4294967296', 'a whole number from 0 to 4294967295'],
    ['weighting', '<img src=x>', 'one of linear, log, binary, bm25, tfidf'],
    ['confidence', 'toString', 'one of scaled, added'],
  ])('%s=%s is none, and what would be is said', (name, text, expected) => {
    expect(read(name, text)).toEqual({ expected });
  });
});

describe('changes of a list', () => {
  it('are marked with signs and words', () => {
    const moves = movesOf(['a', 'b', 'c', 'd'], ['c', 'b', 'e', 'a']);
    expect(moves.map(moveText)).toEqual(['▲ 2', '=', 'new', '▼ 3']);
    expect(moves.map(moveWords)).toEqual([
      'places up: 2',
      'in the same place',
      'new in the list',
      'places down: 3',
    ]);
    expect(gone(['a', 'b', 'c', 'd'], ['c', 'b', 'e', 'a'])).toEqual([false, false, false, true]);
  });

  it('map the old positions to the new ones', () => {
    const list = fc.uniqueArray(fc.integer({ min: 0, max: 15 }).map(String), { maxLength: 10 });
    fc.assert(
      fc.property(list, list, (kept, now) => {
        const places = movesOf(kept, now).map((move, place) => {
          if (move.kind === 'new') return -1;
          if (move.kind === 'same') return place;
          return move.kind === 'up' ? place + move.places : place - move.places;
        });
        expect(places).toEqual(now.map((artist) => kept.indexOf(artist)));
      }),
    );
  });
});

describe('the axis of quality', () => {
  it('ends at a round number with room to spare, and stays fixed while the bars fit', () => {
    expect(qualityAxisEnd(0, 0.02)).toBe(0.05);
    expect(qualityAxisEnd(0, 0.31)).toBe(0.5);
    expect(qualityAxisEnd(0.5, 0.48)).toBe(0.5);
    expect(qualityAxisEnd(0.5, 0.01)).toBe(0.5);
    expect(qualityAxisEnd(0.5, 0.6)).toBe(1);
    expect(qualityAxisEnd(0, 1)).toBe(1);
  });
});
