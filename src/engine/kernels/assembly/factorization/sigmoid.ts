import { multiplyAddSingle } from '../als/vector';

/** Beyond, e^x leaves float32. */
const LARGEST: f32 = 80;

const LOG2_E: f32 = <f32>Math.LOG2E;

/** ln 2 in two parts: so many times the first is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -0.00021219444005469057;

/** 1 / (1 + e^-x) in every lane, to some three units in the last place. */
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/**
 * e^x in every lane: 2^n e^r, with n the whole number nearest to x / ln 2, and Taylor's series of e^r, whose eighth power
 * is below half a unit in the last place for |r| of at most ln 2 / 2.
 */
function exponential(x: v128): v128 {
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(LARGEST)), f32x4.splat(-LARGEST));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(LOG2_E)));
  const high = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  const r = f32x4.sub(high, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let sum = f32x4.splat(1.0 / 5040);
  sum = multiplyAddSingle(sum, r, f32x4.splat(1.0 / 720));
  sum = multiplyAddSingle(sum, r, f32x4.splat(1.0 / 120));
  sum = multiplyAddSingle(sum, r, f32x4.splat(1.0 / 24));
  sum = multiplyAddSingle(sum, r, f32x4.splat(1.0 / 6));
  sum = multiplyAddSingle(sum, r, f32x4.splat(0.5));
  sum = multiplyAddSingle(sum, r, f32x4.splat(1));
  sum = multiplyAddSingle(sum, r, f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(sum, power);
}
