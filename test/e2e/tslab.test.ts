import { describe, it } from 'vitest';
import { endsWithItsParent } from '../notebook/jupyter/parent-killed.js';
import { itRunsNotebooks } from '../notebook/jupyter/runner-cases.js';

// The notebooks of the package run on it, too: see run.test.ts.
describe("a notebook on tslab's own kernel", () => {
  itRunsNotebooks('tslab');

  it('ends when the process that started it is killed, even in an endless loop', () =>
    endsWithItsParent('tslab'));
});
