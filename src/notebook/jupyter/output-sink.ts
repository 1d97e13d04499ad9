import type { FrontEnd } from '../display/front-end.js';

/** Takes what code prints and shows, in place of the notebook cell. */
export interface OutputSink extends FrontEnd {
  print(name: 'stdout' | 'stderr', text: string): void;
}
