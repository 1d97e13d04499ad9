import { IdMap } from '../../engine/matrix/id-map.js';

/** Names for listeners who are to have none: `listener 1`, `listener 2`, ... */
export function listenerNames(count: number): IdMap {
  return new IdMap(
    'user',
    Array.from({ length: count }, (_, i) => `listener ${i + 1}`),
  );
}
