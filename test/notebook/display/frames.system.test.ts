import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

describe('the display layer', () => {
  it('does not load Danfo', () => {
    const script = `
      import { createRequire } from 'node:module';
      import { show } from './dist/notebook/display/show.js';
      show({ data: [], layout: {} });
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(loaded.filter((file) => /danfo|tfjs/.test(file)).length);`;
    const cwd = path.resolve(import.meta.dirname, '../../..');
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd,
      encoding: 'utf8',
    });
    expect(output).toBe('Chart, with nothing to show.\n0\n');
  });
});
