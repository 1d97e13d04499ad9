/**
 * Objects that draw themselves carry a method under this symbol, which returns a bundle, or a promise of one
 * (a convention of Deno's kernel, so that values of other libraries work too).
 *
 * @example
 * class Swatch {
 *   constructor(readonly color: string) {}
 *   [Symbol.for('Jupyter.display')]() {
 *     return { 'text/html': `<b style="color:${this.color}">■</b>`, 'text/plain': this.color };
 *   }
 * }
 * new Swatch('teal') // as the last value of a cell
 */
export const JUPYTER_DISPLAY = Symbol.for('Jupyter.display');
