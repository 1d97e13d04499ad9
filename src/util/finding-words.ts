/** Names of models, in English, as charts, tables and sentences have them; also with more behind a comma. */
export const MODEL_WORDS = {
  settingsFound: 'settings found',
  theSettingsFound: 'the settings found',
  theOriginalRecipe: 'the original recipe',
  itemNeighbours: 'item neighbours',
  userNeighbours: 'user neighbours',
  logisticFactorization: 'logistic matrix factorization',
  factorsOfModel: '{count} factors',
  artistsOfModel: '{count} artists',
};

/**
 * What evaluations say, in English; `{name}` is filled in by `fill`. Where `|` stands, the text before it is for one, the
 * text behind it for any other number. A report in another language finds the sentences by what they say, in notebooks
 * that ran before, and has its own in their place. Names of models stand behind "with", "between" and "to".
 */
export const FINDING_WORDS = {
  ...MODEL_WORDS,

  // Numbers at the top of a report.
  hitsInList: 'of {k} recommendations are among the plays hidden from the model',
  listenersWithHit: 'of the listeners have a hidden artist among their {k}',
  artistsRecommended: 'of the artists are recommended to somebody',

  // Which of two models recommends better.
  timesAsGood: 'With {one}, recommendations are {times} times as good as with {other}.',
  percentBetter: 'With {one}, recommendations are {percent} % better than with {other}.',
  littleBetter: 'With {one}, recommendations are a little better than with {other}.',
  better: 'With {one}, recommendations are better than with {other}.',
  worse: 'With {one}, recommendations are worse than with {other}.',
  nothingBetween: 'These plays show no difference between {one} and {other}.',
  notToldApart: 'These plays do not show whether {one} or {other} is better.',

  // What supports it.
  evidence:
    '{metric} is {mean} against {otherMean}, on hidden plays of {count} listener|{metric} is {mean} against {otherMean}, on hidden plays of {count} listeners',
  evidenceOf: 'With {one} and {other}, {evidence}.',
  evidenceOfFew: 'With {one} and {other}, {evidence}; so few cannot show which is better.',
  evidenceEqual: '{evidence}: both are equally good for every listener.',
  evidenceAround: '{evidence}: the difference may be anything from {low} to {high}.',
  evidenceByListener: '{evidence}; but listener by listener, one is not ahead by more than chance.',
  evidenceOfManyPairs:
    '{evidence}; but of {pairs} pairs of models that were compared, one may well be so far ahead by chance.',
  evidenceAgainst: '{evidence}; but {metric} is {mean} against {otherMean}.',
  meanInInterval: '{mean} ({low} to {high})',

  // Which groups of listeners a model serves.
  meanOfListeners:
    '{metric} is {mean} on average over {count} listener.|{metric} is {mean} on average over {count} listeners.',
  meanOfListenersOnce:
    '{metric} is {mean} on average over {count} listener, counted once; counted anew in each split, {pooled}.|{metric} is {mean} on average over {count} listeners, each counted once; counted anew in each split, {pooled}.',
  groupsAbove: 'Higher than for all others: {groups}.',
  groupsBelow: 'Lower than for all others: {groups}.',
  groupsMeanAbove: 'Higher on average than for all others, but not listener by listener: {groups}.',
  groupsMeanBelow: 'Lower on average than for all others, but not listener by listener: {groups}.',
  groupsRanksAbove: 'Higher listener by listener than for all others, which the means do not show: {groups}.',
  groupsRanksBelow: 'Lower listener by listener than for all others, which the means do not show: {groups}.',
  groupsByChance:
    'Of {tests} groups that were compared, one may well be so far from all others by chance: {groups}.',
  groupsSame: 'No difference from all others that these plays can show: {groups}.',
  groupsTooSmall: 'Too few to compare (fewer than {smallest} in the group or beside it): {groups}.',
  groupAndMean: '{group} ({value})',

  // How settings compare with popularity.
  aheadByChance: 'So few listeners cannot show which is better. Ahead here, perhaps by chance: {best}.',
  aheadByLittle:
    'Ahead here is {best}, by less than these plays can show: it may be no better than the next.',
  bestOfThese: 'The best of these settings here: {best}.',
  popularityIs:
    'On plays held out of the training, of {count} listener, *popularity* has an {metric} of {mean}.|On plays held out of the training, of {count} listeners, *popularity* has an {metric} of {mean}.',
  popularityInSample:
    'On plays held out of the training, of {count} listener (of a sample of {sampled} of the {all} listeners), *popularity* has an {metric} of {mean}.|On plays held out of the training, of {count} listeners (of a sample of {sampled} of the {all} listeners), *popularity* has an {metric} of {mean}.',
  popularityForNew:
    'On plays of {count} listener on whom nothing was trained, *popularity* has an {metric} of {mean}.|On plays of {count} listeners on whom nothing was trained, *popularity* has an {metric} of {mean}.',
  popularityForNewInSample:
    'On plays of {count} listener on whom nothing was trained (of a sample of {sampled} of the {all} listeners), *popularity* has an {metric} of {mean}.|On plays of {count} listeners on whom nothing was trained (of a sample of {sampled} of the {all} listeners), *popularity* has an {metric} of {mean}.',
  timesPopularity: '{best}: {mean}, {times} times popularity.',
  morePopularity: '{best}: {mean}, more than popularity.',
  meanOf: '{best}: {mean} ({low} to {high}).',
  tooFew: 'So few listeners cannot show which is better.',
  belowPopularity:
    '⚠ **Worse than popularity**, which recommends the same famous artists to everybody: do not rely on the lists of this model.',
  likePopularity: '⚠ For these listeners it is as good as popularity, no better.',
  notFromPopularity:
    '⚠ With these listeners it cannot be told apart from popularity: the difference may be anything from {low} to {high}.',
  nothingAbovePopularity:
    '⚠ **Nothing that was tried is shown to be better than popularity**, which recommends the same famous artists to everybody.',

  // What a search for settings left out.
  searchOutOfTime:
    'The search was out of time after {tried} of {all} trials: this machine was too slow or too busy for all of them, and better settings may have been missed. Give it more seconds, or a number of trials instead, which take as long as they take.',
  searchOutOfTrials:
    'The search was given fewer trials than it has settings to try: it made {tried} of {all}, and may have missed better ones.',

  cannotJudge: 'The quality of the lists cannot be judged from these plays: {reason}.',
};

export type FindingWord = keyof typeof FINDING_WORDS;
