import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { nameTip, signatureAt, signatureTip } from '#listenlab/notebook/kernel/tooltip.js';

const typescript: typeof import('typescript') = createRequire(import.meta.url)('typescript');

const DECLARED = `
interface Options {
  /** Lowest value. */ min: number;
  /** How it is drawn,
   * one of these words. */ kind?: 'round' | 'flat' | (string & { [name in never]: never });
  onChange?(value: number): void;
}
/**
 * Makes a slider, see {@link Options}; not a Map<string>.
 *
 * @param label what stands before it
 * @param options how it is
 * @example slider('alpha', { min: 1 })
 */
declare function slider(label: string, options: Options): number;
declare function slider(label: string): string;
declare function plain(row: { total(): number }): void;
`;

/** The tooltip at \`|\` in a cell, or undefined if there is none. */
function tipAt(cell: string) {
  const text = `${DECLARED}${cell.replace('|', '')}`;
  const file = typescript.createSourceFile('/cell.ts', text, typescript.ScriptTarget.ES2022, true);
  const options = { target: typescript.ScriptTarget.ES2022, types: [], noLib: true };
  const host = typescript.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === '/cell.ts' ? file : getSourceFile.call(host, name, ...rest);
  const program = typescript.createProgram(['/cell.ts'], options, host);
  const found = signatureAt(typescript, { program, file, position: DECLARED.length + cell.indexOf('|') });
  return found && signatureTip(found.help, found.fields);
}

describe('the tooltip inside the parentheses of a call', () => {
  it('highlights the argument at the cursor and lists its options, even in unfinished code', () => {
    for (const cell of ["slider('alpha', |", "slider('alpha', { min: 1, |", "slider('alpha', {|})"]) {
      const tip = tipAt(cell);
      expect(String(tip?.['text/plain']).split('\n').slice(0, 12)).toEqual([
        'slider(label: string, options: Options): number',
        '                      ~~~~~~~~~~~~~~~~',
        '',
        'options: how it is',
        '',
        '  min: number  Lowest value.',
        "  kind?: 'round' | 'flat'  How it is drawn, one of these words.",
        '  onChange?: (value: number) => void',
        '',
        'and 1 other signature',
        '',
        'Makes a slider, see Options; not a Map<string>.',
      ]);
    }
  });

  it('is available as Markdown, with the argument in bold and the example as code', () => {
    expect(
      tipAt('slider(|)')?.['text/markdown'],
    ).toBe(`\`slider(\`**\`label: string\`**\`, options: Options): number\`

**label**: what stands before it

and 1 other signature

Makes a slider, see Options; not a Map&lt;string>.

**options**: how it is

Example:

\`\`\`typescript
slider('alpha', { min: 1 })
\`\`\``);
  });

  it('does not treat an object with methods as options, and is empty outside of calls', () => {
    expect(tipAt('plain(|)')?.['text/plain']).toBe(
      'plain(row: { total(): number; }): void\n      ~~~~~~~~~~~~~~~~~~~~~~~~~',
    );
    expect(tipAt('const one = |1;')).toBeUndefined();
  });
});

describe('the tooltip of a name', () => {
  it('shows its type as code, including backticks, and its documentation as Markdown', () => {
    const part = (text: string) => [{ text, kind: 'text' }];
    const info = { displayParts: part('const tag: `a`'), documentation: part('A *tag*.'), tags: [] };
    expect(nameTip(info)).toEqual({
      'text/plain': 'const tag: `a`\n\nA *tag*.',
      'text/markdown': '```typescript\nconst tag: `a`\n```\n\nA *tag*.',
    });
  });
});
