/**
 * What `describe` says of plays and models, in English; `{name}` is filled in by `fill`. Where `|` stands, the text before
 * it is for one, the text behind it for any other number. A report in another language finds the sentences by what they
 * say, in notebooks that ran before, and has its own in their place; its table says which places hold what.
 */
export const DESCRIPTION_WORDS = {
  // Plays.
  everyPlayCount: 'Every play count is {plays}.',
  playCountsRun: 'Play counts run from {least} to {most}; half of them are {middle} or less.',
  playedByAll: 'An artist is played by every listener.',
  playedByAllAndHalf:
    'An artist is played by every listener, and half of the {artists} artists have {count} listener only.|An artist is played by every listener, and half of the {artists} artists have {count} listeners or fewer.',
  playedBySome: 'No artist is played by more than {percentage} of the listeners.',
  playedBySomeAndHalf:
    'No artist is played by more than {percentage} of the listeners, and half of the {artists} artists have {count} listener only.|No artist is played by more than {percentage} of the listeners, and half of the {artists} artists have {count} listeners or fewer.',
  madeUpByTop:
    'The artist with the most listeners makes up {percentage} of all listener-artist pairs.|The {count} with the most listeners make up {percentage} of all listener-artist pairs.',
  listOfOne: 'The one listener has {count} artist.|The one listener has {count} artists.',
  listOfEach:
    'Each of the {listeners} listeners has {count} artist.|Each of the {listeners} listeners has {count} artists.',
  listsCut:
    '{atMost} of {listeners} listeners have exactly {artists} artists and nobody has more: the chart ends in a wall, most likely because the lists were cut there.',
  listsFromTo: 'Listeners have from {least} to {most} artists, half of them {middle} or fewer.',
  noFirstChoice: 'Nobody has a first choice: for every listener, several artists tie for the most plays.',
  manyFirstChoices:
    'More than {most} artists tie for the most first choices, {count} listener each.|More than {most} artists tie for the most first choices, {count} listeners each.',
  firstChoice:
    '**{artist}** is the first choice of {count} listener, more than any other artist.|**{artist}** is the first choice of {count} listeners, more than any other artist.',
  firstChoices:
    '**{names}** and **{artist}** tie: each is the first choice of {count} listener, more than any other artist.|**{names}** and **{artist}** tie: each is the first choice of {count} listeners, more than any other artist.',
  shortList:
    '**{who}** plays {count} artist; a list this short is shown only with `includeUsers`.|**{who}** plays {count} artists; a list this short is shown only with `includeUsers`.',
  wholeList: '**{who}** plays {count} artist:|**{who}** plays {count} artists:',
  mostOfList:
    'Of the {count} artist that **{who}** plays, the {shown} most played:|Of the {count} artists that **{who}** plays, the {shown} most played:',

  // What a model learns from, and how it went.
  matrixOfPlays:
    '**{title}**: {listenersCounted} × {artistsCounted}, {pairsCounted} with plays: {percentage} of the matrix.',
  listenersCounted: '{count} listener|{count} listeners',
  artistsCounted: '{count} artist|{count} artists',
  pairsCounted: '{count} pair|{count} pairs',
  confidenceScaled:
    'With these settings **c = {alpha} × {weight}** for what was played, and {unobserved} for everything that was not.',
  confidenceAdded:
    'With these settings **c = {base} + {alpha} × {weight}** for what was played, and {unobserved} for everything that was not.',
  weightOfPlays: 'plays',
  weightOfLogarithms: 'ln(1 + plays)',
  weightOfBm25: 'BM25 of the plays',
  weightOfTfidf: 'tf-idf of the plays',
  lossNotComputed: 'The training loss was not computed.',
  lossOfOne: 'After one iteration the training loss is {loss}.',
  lossDidNotFall:
    '{iterations} iterations brought the training loss from {first} after the first to {last}: it did not fall.',
  lossFell:
    '{iterations} iterations brought the training loss from {first} after the first to {last}; {percentage} of the decrease was reached after {count} iteration.|{iterations} iterations brought the training loss from {first} after the first to {last}; {percentage} of the decrease was reached after {count} iterations.',

  // What it says.
  nearestNone: 'There is no other artist to compare with **{artist}**.',
  nearestTo: 'Nearest to **{artist}**: {names}.',
  hardlyToldApart:
    '⚠ All {count} have a similarity of {least} or more: this model can hardly tell these artists apart.',
  nothingToRecommend: 'There is nothing to recommend to **{who}**, who plays every artist in the data.',
  putFirst: 'For {who} the model puts **{names}** first.',
  firstUnsupported: 'For {who} the model puts **{artist}** first, though nothing that they play supports it.',
  firstBecause: 'For {who} the model puts **{artist}** first, mainly because of **{names}**.',
  firstSupported: 'For {who} the model puts **{artist}** first; what speaks most for it is **{names}**.',
  you: 'you',
  maskedListener: 'listener {number}',

  // How good it is.
  changeUnknown:
    'On held-out plays {one} has an {metric} of {value}, {other} {otherValue}: no difference that this data can show.',
  changeFromNothing: 'On held-out plays {one} has an {metric} of {value}, {other} {otherValue}.',
  changeHardlyAny: 'On held-out plays {one} has an {metric} of {value}, {other} {otherValue}: about as much.',
  changeTimes:
    'On held-out plays {one} has an {metric} of {value}, {other} {otherValue}: {times} times as much.',
  changeLess: 'On held-out plays {one} has an {metric} of {value}, {other} {otherValue}: less.',
  allSame: 'All have the same {metric}, {value}.',
  bestIs: 'The best {metric} is {value}, with {best}.',
  bestWithin:
    'The best {metric} is {value}, with {best}; within its interval, {low} to {high}, is {other}.|The best {metric} is {value}, with {best}; within its interval, {low} to {high}, are {other}.',
  andMore: '{one} and {count} more',
  trainingFailed:
    'Training failed with {count} setting, which is left out: {settings}.|Training failed with {count} settings, which are left out: {settings}.',
  trainingFailedAndMore:
    'Training failed with {count} settings, which are left out: {settings}; and {more} more.',
};

export type DescriptionWord = keyof typeof DESCRIPTION_WORDS;
