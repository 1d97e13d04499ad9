import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const typescript: typeof import('typescript') = createRequire(import.meta.url)('typescript');

describe('the API reference', () => {
  it('has each function that needs no group in a category, in the order of typedocOptions', () => {
    const { config } = typescript.readConfigFile(path.join(ROOT, 'tsconfig.json'), typescript.sys.readFile);
    const order: string[] = config.typedocOptions.categoryOrder;
    const index = path.join(ROOT, 'dist/index.d.ts');
    expect(readFileSync(index, 'utf8')).toContain('trainAls');
    const program = typescript.createProgram([index], { noLib: true, types: [], skipLibCheck: true });
    const checker = program.getTypeChecker();
    const file = program.getSourceFile(index) as import('typescript').SourceFile;
    const exported = checker.getExportsOfModule(
      checker.getSymbolAtLocation(file) as import('typescript').Symbol,
    );
    const { Alias, Function: Func, Variable } = typescript.SymbolFlags;
    const categories = exported.flatMap((symbol) => {
      const target = symbol.flags & Alias ? checker.getAliasedSymbol(symbol) : symbol;
      if (!(target.flags & (Func | Variable))) return [];
      const tags = target.getJsDocTags().filter(({ name }) => name === 'category');
      return [[symbol.name, tags.map(({ text }) => typescript.displayPartsToString(text)).join()]];
    });
    expect(categories.length).toBeGreaterThan(30);
    expect(categories.filter(([, category]) => !order.includes(category))).toEqual([]);
    expect(new Set(categories.map(([, category]) => category))).toEqual(new Set(order));
  });
});
