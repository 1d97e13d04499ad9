import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Converter {
  convert(previous: string, source: string): { diagnostics: { messageText: string }[]; declOutput?: string };
  close(): void;
}

const root = path.resolve(import.meta.dirname, '../../..');
const home = process.cwd();

/** The compiler reads its libraries first, which takes seconds on a busy machine. */
const STARTING_MS = 60_000;

/** tslab's own compiler, as its kernel makes it: TypeScript 5.0.4, node10 resolution, skipLibCheck. */
describe('frames in a notebook compiled by tslab', () => {
  let converter: Converter;

  beforeAll(() => {
    process.chdir(path.join(root, 'test'));
    converter = createRequire(import.meta.url)('tslab/dist/converter.js').createConverter();
  }, STARTING_MS);

  afterAll(() => {
    converter.close();
    process.chdir(home);
  });

  function problems(source: string, previous = ''): string[] {
    return converter.convert(previous, source).diagnostics.map(({ messageText }) => messageText);
  }

  it('type-check with the columns known, and over two cells', () => {
    const first = converter.convert(
      '',
      `import { columnsOf, frame } from 'listenlab';
       const top = frame({ artist: ['kent', '311'], score: new Float32Array(2) });
       top.head(1).print();`,
    );
    expect(first.diagnostics).toEqual([]);
    expect(
      problems(
        `const { artist, score } = columnsOf(top);
         const names: string[] = artist;
         const total: number = score.reduce((a, b) => a + b, 0);
         const derived: unknown[] = columnsOf(top.head(1)).artist;`,
        first.declOutput,
      ),
    ).toEqual([]);
    expect(problems('columnsOf(top).plays', first.declOutput)).toEqual([
      "Property 'plays' does not exist on type '{ artist: string[]; score: number[]; }'.",
    ]);
  });

  it('know the methods of Danfo, so its declarations were read', () => {
    expect(
      problems(
        `import { type Frame } from 'listenlab';
         declare const f: Frame;
         const shape: string = f.shape;`,
      ),
    ).toEqual([
      expect.stringMatching(/^Type 'number\[\]' is not assignable|^Type '\[number, number\]'|^Type 'Shape/),
    ]);
  });
});
