import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { nameTip, signatureAt, signatureTip } from '#listenlab/notebook/kernel/tooltip.js';

const typescript: typeof import('typescript') = createRequire(import.meta.url)('typescript');

const DECLARED = `
interface Options {
  /** Lowest value, unlike {@link Options.kind}. */ min: number;
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
  return found && signatureTip(found.help, found.fields, (declared) => declared);
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
        '  min: number  Lowest value, unlike Options.kind.',
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

Makes a slider, see \`Options\`; not a Map&lt;string>.

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

const DOCUMENTED = `
/** What slides. */
interface Slider {}
/**
 * Makes a {@link Slider}, {@link Slider the slider} or {@link Slider | a slider}, no {@link Nothing};
 * a \`Map<string>\` is no Map<string>, \`<b>\` no <b>. See {@link https://a.example/b | the page},
 * {@link https://a.example/c}, {@linkcode Slider | slides} and {@linkplain Slider}.
 * One tick: \`.
 *
 * Another <b>: \`.
 *
 * @param label - what stands before the {@link Slider}
 * @param least lowest value
 * @returns a {@link Slider}
 * @throws {TypeError} when {@link Nothing} is there
 *
 * @remarks It costs nothing, as {@link Nothing} is there.
 *
 * Really.
 * @category Show
 * @example
 * \`\`\`ts
 * slider<string>('alpha');
 * \`\`\`
 * @example slider('beta')
 */
declare function slider(label: string, least?: number): Slider;
/** {@inheritDoc slider} */
declare function other(): void;
`;

/** The tooltip of the last \`name\` in a file. */
function nameTipOf(name: string, readable = (declared: string) => declared) {
  const text = `${DOCUMENTED}${name}`;
  const service = typescript.createLanguageService({
    getCompilationSettings: () => ({ noLib: true, types: [] }),
    getScriptFileNames: () => ['/cell.ts'],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) =>
      file === '/cell.ts' ? typescript.ScriptSnapshot.fromString(text) : undefined,
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/lib.d.ts',
    fileExists: (file) => file === '/cell.ts',
    readFile: () => undefined,
  });
  const info = service.getQuickInfoAtPosition('/cell.ts', text.length - 1);
  if (!info) throw new Error(`nothing is known of ${name}`);
  return nameTip(info, readable);
}

describe('the tooltip of a name', () => {
  it('shows its type as code, including backticks, and its documentation as Markdown', () => {
    const part = (text: string) => [{ text, kind: 'text' }];
    const info = { displayParts: part('const tag: `a`'), documentation: part('A *tag*.'), tags: [] };
    expect(nameTip(info, (declared) => declared)).toEqual({
      'text/plain': 'const tag: `a`\n\nA *tag*.',
      'text/markdown': '```typescript\nconst tag: `a`\n```\n\nA *tag*.',
    });
  });

  it('shows links of its documentation as names in text, and tags as they are read', () => {
    expect(nameTipOf('slider')['text/plain']).toBe(`function slider(label: string, least?: number): Slider

Makes a Slider, the slider or a slider, no Nothing;
a \`Map<string>\` is no Map<string>, \`<b>\` no <b>. See the page (https://a.example/b),
https://a.example/c, slides and Slider.
One tick: \`.

Another <b>: \`.

@param label - what stands before the Slider

@param least lowest value

Returns: a Slider

Throws: {TypeError} when Nothing is there

It costs nothing, as Nothing is there.

Really.

@example slider<string>('alpha');

@example slider('beta')`);
  });

  it('shows links as code or links in Markdown, where only code may have a `<`', () => {
    expect(nameTipOf('slider')['text/markdown']).toBe(`\`\`\`typescript
function slider(label: string, least?: number): Slider
\`\`\`

Makes a \`Slider\`, the slider or a slider, no \`Nothing\`;
a \`Map<string>\` is no Map&lt;string>, \`<b>\` no &lt;b>. See [the page](https://a.example/b),
[https://a.example/c](https://a.example/c), \`slides\` and Slider.
One tick: \`.

Another &lt;b>: \`.

**label**: what stands before the \`Slider\`

**least**: lowest value

Returns: a \`Slider\`

Throws: \`TypeError\` when \`Nothing\` is there

It costs nothing, as \`Nothing\` is there.

Really.

Example:

\`\`\`ts
slider<string>('alpha');
\`\`\`

Example:

\`\`\`typescript
slider('beta')
\`\`\``);
  });

  it('names the declaration whose documentation it is to have', () => {
    expect(nameTipOf('other')).toEqual({
      'text/plain': 'function other(): void\n\nSee slider.',
      'text/markdown': '```typescript\nfunction other(): void\n```\n\nSee `slider`.',
    });
  });

  it('has the names of modules that it is given for their paths', () => {
    const tip = nameTipOf('slider', (declared) => declared.replace('Slider', 'my.Slider'));
    expect(tip['text/plain']).toMatch(
      /^function slider\(label: string, least\?: number\): my\.Slider\n\nMakes a Slider,/,
    );
    expect(tip['text/markdown']).toContain('least?: number): my.Slider\n```');
  });
});
