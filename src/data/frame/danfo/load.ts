import { createRequire } from 'node:module';
import { INSPECT } from '../../../util/description.js';
import { formatPlural } from '../../../util/format.js';

type Danfo = typeof import('./danfojs.cjs');

/** Danfo, loaded on the first call, in 20 ms. The one place that loads it. */
export function loadDanfo(): Danfo {
  const danfo: Danfo = createRequire(import.meta.url)('./danfojs.cjs');
  printAsTable(rootOf(danfo.DataFrame.prototype));
  return danfo;
}

/** The prototype that all frames and series have in common, those that Danfo makes of others among them. */
function rootOf(prototype: object): object {
  const parent = Object.getPrototypeOf(prototype);
  return parent === Object.prototype ? prototype : rootOf(parent);
}

/** What `console.log` writes of a frame is the table that Danfo prints, and no fields of the object. */
function printAsTable(prototype: object): void {
  Object.defineProperty(prototype, INSPECT, {
    configurable: true,
    value(this: InstanceType<Danfo['DataFrame']>) {
      const [rows, columns] = this.shape;
      const size = [formatPlural(rows, 'row'), ...(this.$isSeries ? [] : [formatPlural(columns, 'column')])];
      return `${this.$isSeries ? 'Series' : 'DataFrame'}, ${size.join(', ')}\n${this.toString().trimEnd()}`;
    },
  });
}
