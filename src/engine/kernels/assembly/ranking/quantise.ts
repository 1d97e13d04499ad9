import { Catalogue, STRIP, tileAt } from './records';

/**
 * The length that int16 vectors are stretched to. Sums of products stay below LENGTH squared, give or take
 * rounding, so neither they nor their distance to a floor leave 32 bits.
 */
const LENGTH: f64 = 30000;

/** What a vector is divided by to be `LENGTH` long; a zero vector stays zero whatever divides it. */
export function scaleOf(norm: f64): f64 {
  return norm > 0 ? norm / LENGTH : 1;
}

/** |x|^2 of F float32 numbers */
export function squaredNorm(x: usize, factors: usize): f64 {
  let sum: f64 = 0;
  for (let f: usize = 0; f < factors; f++) {
    const value = <f64>load<f32>(x + (f << 2));
    sum += value * value;
  }
  return sum;
}

/**
 * Writes x / scale rounded to int16, two factors at a time, each pair `pairBytes` behind the one before.
 * What lies past the last factor is left alone: it is zero.
 *
 * @returns |x - scale * rounded|^2
 */
export function quantiseVector(target: usize, pairBytes: usize, x: usize, factors: usize, scale: f64): f64 {
  let error: f64 = 0;
  for (let f: usize = 0; f < factors; f++) {
    const value = <f64>load<f32>(x + (f << 2));
    const rounded = nearest(value / scale);
    store<i16>(target + (f >> 1) * pairBytes + ((f & 1) << 1), <i16>rounded);
    const missing = value - scale * rounded;
    error += missing * missing;
  }
  return error;
}

/** Fills a tile's strips from the artists' vectors, and its scale and error from its norm. */
export function quantiseTile(catalogue: Catalogue, number: usize): void {
  const tile = tileAt(catalogue, number);
  tile.scale = scaleOf(tile.norm);
  const factors = catalogue.factors;
  const size = catalogue.tileSize;
  const stripBytes = catalogue.stride * STRIP * 2;
  let error: f64 = 0;
  for (let i: usize = 0; i < size; i++) {
    const place = number * size + i;
    const row = load<i32>(catalogue.order + (place << 2));
    if (row < 0) break;
    const strip = catalogue.strips + (place / STRIP) * stripBytes + (place % STRIP) * 4;
    const vector = catalogue.vectors + ((<usize>row * factors) << 2);
    error = max<f64>(error, quantiseVector(strip, STRIP * 4, vector, factors, tile.scale));
  }
  tile.error = sqrt<f64>(error);
}
