import { type Given, oneOf, readOptions, wholeNumber, zeroOrMore } from '../../../util/checks.js';
import { allocateCsr, type CsrMatrix, countByColumn, transpose } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { weightPlays } from '../../model/equations/weighting.js';
import { topK } from '../../ranking/top-k.js';
import type { Algorithm } from '../algorithm.js';
import { fitWatched, passes } from '../fit-on-threads.js';
import { type ArtistKnowledge, itselfFirst, recommenderFor } from '../scored-recommender.js';
import { bestProducts } from './best-products.js';

// Shapes: users U, artists I.

/** What is set, each value checked. */
export interface Rp3betaSettings {
  /** Exponent of the probabilities of each step, 0 or more: above 1, what is played most counts for more. Default 1. */
  readonly alpha: number;
  /** Exponent of the penalty for popularity, 0 or more: 0 is none. Default 0.4. */
  readonly beta: number;
  /** Neighbours per artist besides itself, 1 or more. Default 500. */
  readonly neighbours: number;
  /** How plays are weighted before they become probabilities, see the type `Weighting`. Default `log`; the paper has `binary`. */
  readonly weighting: 'linear' | 'log' | 'binary';
}

/** Those of {@link Rp3betaSettings}, of which each has a default. */
export type Rp3betaOptions = Given<Rp3betaSettings>;

const DEFAULTS: Rp3betaSettings = { alpha: 1, beta: 0.4, neighbours: 500, weighting: 'log' };
const CHECKS = {
  alpha: zeroOrMore,
  beta: zeroOrMore,
  neighbours: wholeNumber(1, 10_000),
  weighting: oneOf('linear', 'log', 'binary'),
};

/**
 * Recommends where a random walk from a user ends after three steps, to an artist they play, on to a user who plays it,
 * and on to an artist which that user plays, divided by a power of the artist's listeners: score = sum over the played
 * artists i of p_ui^alpha w_ij, with w_ij = sum over users v of p_iv^alpha p_vj^alpha / listeners_j^beta, of which each i
 * keeps the highest; p_uj is the share of j in the weighted plays of u, p_iv that of v in those of i (Paudel,
 * Christoffel, Newell and Bernstein 2017, "Updatable, accurate, diverse, and scalable recommendations for interactive
 * applications", section 3).
 *
 * It trades a little accuracy for lists that reach far more of the catalogue; a higher beta reaches further.
 * `similarArtists` ranks neighbours by w_ij, which is neither a cosine nor symmetric; the artist itself has 1.
 *
 * @example const model = await baselines.rp3beta({ beta: 0.6 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: each user's artists squared in multiplications, and 16 bytes for each of I x neighbours entries: 47 s of processor
 * time, which threads share, and 3.2 GB with the plays for 358,868 users and 292,364 artists with 18.3 million pairs
 * (simulated, the size of Last.fm 360K), on an AMD EPYC with other work beside it.
 */
export function rp3beta(options: Rp3betaOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'rp3beta');
  return {
    name: nameOf(settings),
    fit: (interactions, fitOptions = {}) =>
      fitWatched('walking between artists', interactions, fitOptions, async (fitting) => {
        const { alpha, beta, neighbours, weighting } = settings;
        const nextPass = passes('weighing plays', 5, fitting);
        await nextPass();
        const toArtist = transitions(interactions.byUser, weighting, alpha);
        await nextPass();
        divideByListeners(toArtist, beta);
        await nextPass();
        // The first to ask for it has it transposed, which is a pass of its own.
        const { byArtist } = interactions;
        await nextPass();
        const toUser = transitions(byArtist, weighting, alpha);
        await nextPass();
        const fromUser = transpose(toArtist);
        await nextPass();
        const compared = { left: toUser, right: fromUser, count: neighbours, withoutItself: true };
        const walks = await bestProducts(compared, fitting);
        return await recommenderFor(interactions, knowledgeOf(interactions, settings, walks), fitting);
      }),
  };
}

/** With what is not by default. */
function nameOf(settings: Rp3betaSettings): string {
  const { alpha, beta, neighbours, weighting } = settings;
  const parts = [
    alpha !== DEFAULTS.alpha && `alpha ${alpha}`,
    beta !== DEFAULTS.beta && `beta ${beta}`,
    neighbours !== DEFAULTS.neighbours && `${neighbours}`,
    weighting !== DEFAULTS.weighting && weighting,
  ];
  return ['RP3beta', ...parts.filter(Boolean)].join(', ');
}

/** (R x C) the share of each entry in the weights of its row, to the power alpha. */
function transitions(plays: CsrMatrix, weighting: Rp3betaSettings['weighting'], alpha: number): CsrMatrix {
  const { rows, columns, indptr, indices } = plays;
  const weights = weightPlays(plays, weighting);
  const result = allocateCsr(rows, columns, indices.length);
  result.indptr.set(indptr);
  result.indices.set(indices);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = indptr[row]; i < indptr[row + 1]; i++) sum += weights[i];
    for (let i = indptr[row]; i < indptr[row + 1]; i++) result.values[i] = (weights[i] / sum) ** alpha;
  }
  return result;
}

/** Divides the values of each column, in place, by a power of the number of its entries. */
function divideByListeners(matrix: CsrMatrix, beta: number): void {
  const penalties = Float64Array.from(countByColumn(matrix), (listeners) => listeners ** beta);
  matrix.indices.forEach((artist, i) => {
    matrix.values[i] /= penalties[artist];
  });
}

/** @param walks (I x I) w, the highest of each row, without the diagonal */
function knowledgeOf(
  { artists }: Interactions,
  { weighting, alpha }: Rp3betaSettings,
  walks: CsrMatrix,
): ArtistKnowledge {
  return {
    artists,
    scorerParts: ({ byUser }) => ({
      kind: 'product',
      left: transitions(byUser, weighting, alpha),
      right: walks,
    }),
    similarArtists(artist, count) {
      const from = walks.indptr[artist];
      const { rows, scores } = topK(walks.indptr[artist + 1] - from, count, (i) => walks.values[from + i]);
      return itselfFirst(artist, 1, { rows: rows.map((i) => walks.indices[from + i]), scores }, count);
    },
  };
}
