import { describe, expect, it } from 'vitest';
import { pathLength, pointAlong } from '#listenlab/notebook/pictures/svg/path-length.js';

describe('the length of a path', () => {
  it('is that of its lines, absolute and relative', () => {
    expect(pathLength('M0,0L3,4')).toBe(5);
    expect(pathLength('M10,10l3,4H23V0')).toBe(5 + 10 + 14);
    expect(pathLength('M0,0L3,0L3,4Z')).toBe(3 + 4 + 5);
    expect(pathLength('')).toBe(0);
  });

  it('leads to the point there, and no farther than its end', () => {
    expect(pointAlong('M0,0L10,0L10,10', 15)).toEqual({ x: 10, y: 5 });
    expect(pointAlong('M1,2L4,6', 2.5)).toEqual({ x: 2.5, y: 4 });
    expect(pointAlong('M0,0L10,0', 99)).toEqual({ x: 10, y: 0 });
  });
});
