const LETTERS: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  varepsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  iota: 'ι',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  upsilon: 'υ',
  phi: 'φ',
  varphi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Xi: 'Ξ',
  Pi: 'Π',
  Sigma: 'Σ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
  times: '×',
  cdot: '·',
  pm: '±',
  le: '≤',
  leq: '≤',
  ge: '≥',
  geq: '≥',
  ne: '≠',
  neq: '≠',
  approx: '≈',
  sim: '∼',
  in: '∈',
  sum: '∑',
  prod: '∏',
  int: '∫',
  infty: '∞',
  partial: '∂',
  nabla: '∇',
  to: '→',
  rightarrow: '→',
  leftarrow: '←',
  ldots: '…',
  dots: '…',
  sqrt: '√',
  ell: 'ℓ',
  top: 'ᵀ',
  mid: '|',
  langle: '⟨',
  rangle: '⟩',
};

const RAISED: Readonly<Record<string, string>> = {
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
  '+': '⁺',
  '-': '⁻',
  n: 'ⁿ',
  i: 'ⁱ',
  T: 'ᵀ',
  ᵀ: 'ᵀ',
};

const LOWERED: Readonly<Record<string, string>> = {
  '0': '₀',
  '1': '₁',
  '2': '₂',
  '3': '₃',
  '4': '₄',
  '5': '₅',
  '6': '₆',
  '7': '₇',
  '8': '₈',
  '9': '₉',
  '+': '₊',
  '-': '₋',
  a: 'ₐ',
  e: 'ₑ',
  i: 'ᵢ',
  j: 'ⱼ',
  k: 'ₖ',
  l: 'ₗ',
  m: 'ₘ',
  n: 'ₙ',
  o: 'ₒ',
  p: 'ₚ',
  r: 'ᵣ',
  s: 'ₛ',
  t: 'ₜ',
  u: 'ᵤ',
  v: 'ᵥ',
  x: 'ₓ',
};

/**
 * Markdown with the TeX between its dollar signs written in plain characters, for places that show no formulas.
 * Anything else keeps its TeX, without the dollar signs.
 *
 * @example readableMath('Why $\\alpha$ matters in $c_{ui}$') // 'Why α matters in cᵤᵢ'
 */
export function readableMath(markdown: string): string {
  return markdown.replace(CODE_OR_MATH, (whole, _ticks, _dollars, tex?: string) =>
    tex === undefined ? whole : plain(tex),
  );
}

/** Code, which is left unchanged, or a formula: text between dollar signs without a space just inside. */
const CODE_OR_MATH = /(`+)[\s\S]*?\1|(?<!\\)(\$\$?)(?!\s)([^$\n]+?)(?<![\s\\])\2(?!\d)/g;

function plain(tex: string): string {
  return tex
    .replace(
      /\\(?:text|mathrm|mathbf|mathit|mathcal|mathbb|operatorname|hat|bar|vec|tilde|boldsymbol)\s*\{([^{}]*)\}/g,
      '$1',
    )
    .replace(/\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2')
    .replace(/\\([A-Za-z]+)/g, (_whole, name: string) => LETTERS[name] ?? name)
    .replace(/\\[,;:! ]/g, ' ')
    .replaceAll('\\|', '‖')
    .replace(/\^(?:\{([^{}]*)\}|(\S))/g, (_whole, group?: string, one?: string) =>
      moved(group ?? one ?? '', RAISED, '^'),
    )
    .replace(/_(?:\{([^{}]*)\}|(\S))/g, (_whole, group?: string, one?: string) =>
      moved(group ?? one ?? '', LOWERED, '_'),
    )
    .replace(/[{}]/g, '')
    .trim();
}

/** The text in superscript or subscript characters; unless all of them exist, the mark and the text. */
function moved(text: string, table: Readonly<Record<string, string>>, mark: string): string {
  const characters = [...text].map((character) => table[character]);
  return characters.every((character) => character !== undefined) ? characters.join('') : mark + text;
}
