import { axis, type PlotlyObject } from './figure.js';

/** From this many powers of ten on, the powers alone are marks enough. */
const POWERS_ENOUGH = 1.7;

/** Around a single power of ten. */
const HALF_A_POWER = 0.5;

/** Less than the power of ten from 1 down to 0.5. */
const MOST_BELOW = 0.2;

/** Up to so many whole numbers each has a mark: what Plotly would write between them is no count. */
const MOST_COUNTS = 6;

/**
 * A logarithmic axis of whole numbers, marked 1, 10, 100, 1,000; of a short one also 2 and 5 of each power.
 *
 * @param values those drawn, above zero
 */
export function logAxis(title: string, values: ArrayLike<number>, settings: PlotlyObject = {}): PlotlyObject {
  const [least, most] = endsOf(Array.from(values, Math.log10));
  const dtick = most - least < POWERS_ENOUGH ? 'D2' : 1;
  const air = 0.05 * (most - least) || HALF_A_POWER;
  return axis(title, {
    type: 'log',
    dtick,
    tickformat: ',d',
    // Nothing below one is a whole number.
    range: [least - Math.min(air, MOST_BELOW), most + air],
    ...settings,
  });
}

/** An axis of counts, of which bars begin at zero. */
export function countAxis(
  title: string,
  values: ArrayLike<number>,
  settings: PlotlyObject = {},
): PlotlyObject {
  const most = endsOf(values)[1];
  return axis(title, {
    tickformat: ',d',
    ...(most < MOST_COUNTS ? { dtick: 1 } : {}),
    ...settings,
  });
}

/** An axis of whole numbers, with air around them. */
export function wholeAxis(
  title: string,
  values: ArrayLike<number>,
  settings: PlotlyObject = {},
): PlotlyObject {
  const [least, most] = endsOf(values);
  const air = Math.max(1, 0.04 * (most - least));
  return axis(title, {
    tickformat: ',d',
    range: [least - air, most + air],
    ...(most - least < MOST_COUNTS ? { dtick: 1 } : {}),
    ...settings,
  });
}

/** From the least to the most, with air on both sides, also around a single value. */
export function paddedRange(values: ArrayLike<number | null>): [number, number] {
  const [least, most] = endsOf(values);
  const air = 0.06 * (most - least) || 0.1 * Math.abs(most) || 1;
  return [least - air, most + air];
}

/** The least and the most finite value; 0 and 1 if there is none. */
function endsOf(values: ArrayLike<number | null>): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of Array.from(values)) {
    if (value === null || !Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least <= most ? [least, most] : [0, 1];
}
