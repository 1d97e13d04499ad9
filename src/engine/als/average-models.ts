import { Model } from '../model/model.js';

/**
 * One model whose scores are the mean of those of several, trained on the same plays from different seeds.
 * Shapes: users U, artists I, models M, factors F of each.
 *
 * Vectors stand side by side, (U x M F) and (I x M F), all of them divided by sqrt(M), so that users and artists stay
 * of a size and x.y is the mean of the models' x.y. The cosine of two artists is the mean of their cosines in the
 * models, weighted by how long their vectors are there, which differs little. The losses are means.
 *
 * @param models two or more, of the same users, artists and factors
 * @param training what the model keeps; `seeds` is added
 */
export function averageModels(models: readonly Model[]): Model {
  const [{ users, artists, factors, plays, training }] = models;
  return new Model({
    users,
    artists,
    factors: factors * models.length,
    userFactors: sideBySide(
      models.map((model) => model.userFactors),
      factors,
    ),
    artistFactors: sideBySide(
      models.map((model) => model.artistFactors),
      factors,
    ),
    plays,
    training: { ...training, seeds: models.length },
    losses: meanLosses(models),
  });
}

function sideBySide(parts: readonly Float32Array[], factors: number): Float32Array {
  const scale = 1 / Math.sqrt(parts.length);
  const stride = factors * parts.length;
  const joined = new Float32Array(parts[0].length * parts.length);
  parts.forEach((part, model) => {
    for (let i = 0, to = model * factors; i < part.length; i += factors, to += stride) {
      for (let f = 0; f < factors; f++) joined[to + f] = part[i + f] * scale;
    }
  });
  return joined;
}

function meanLosses(models: readonly Model[]): number[] | undefined {
  const losses = models.map((model) => model.losses);
  return losses[0]?.map((_, iteration) => {
    const sum = losses.reduce((total, each) => total + (each?.[iteration] ?? Number.NaN), 0);
    return sum / models.length;
  });
}
