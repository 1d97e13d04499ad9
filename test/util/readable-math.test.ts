import { describe, expect, it } from 'vitest';
import { readableMath } from '#listenlab/util/readable-math.js';

describe('formulas as plain text', () => {
  it.each([
    ['## Part $c_{ui} = 1 + \\alpha r_{ui}$', '## Part cᵤᵢ = 1 + α rᵤᵢ'],
    ['$x_u^T y_i$ and $$\\sum_i \\lambda \\|x\\|^2$$', 'xᵤᵀ yᵢ and ∑ᵢ λ ‖x‖²'],
    ['$\\frac{a}{b} \\leq \\mathbf{R}^{n+q}$', 'a/b ≤ R^n+q'],
  ])('%s', (source, text) => expect(readableMath(source)).toBe(text));

  it.each(['costs $5 or $6', '`$HOME/$USER` and ``$a$``', '```\n$x$\n```', 'a \\$b\\$ c', '$ a $'])(
    'leaves %s unchanged',
    (source) => expect(readableMath(source)).toBe(source),
  );
});
