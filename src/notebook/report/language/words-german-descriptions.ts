import type { DescriptionWord } from '../../../util/description-words.js';

/** What `describe` says of plays and models, in German. */
export const GERMAN_DESCRIPTIONS: Readonly<Record<DescriptionWord, string>> = {
  everyPlayCount: 'Jeder Künstler wurde von jedem seiner Hörer {plays}-mal gespielt.',
  playCountsRun:
    'Hörer haben einen Künstler {least}- bis {most}-mal gespielt, in der Hälfte der Fälle höchstens {middle}-mal.',
  playedByAll: 'Es gibt einen Künstler, den alle Hörer spielen.',
  playedByAllAndHalf:
    'Es gibt einen Künstler, den alle Hörer spielen, und die Hälfte der {artists} Künstler hat nur {count} Hörer.|Es gibt einen Künstler, den alle Hörer spielen, und die Hälfte der {artists} Künstler hat höchstens {count} Hörer.',
  playedBySome: 'Kein Künstler wird von mehr als {percentage} der Hörer gespielt.',
  playedBySomeAndHalf:
    'Kein Künstler wird von mehr als {percentage} der Hörer gespielt, und die Hälfte der {artists} Künstler hat nur {count} Hörer.|Kein Künstler wird von mehr als {percentage} der Hörer gespielt, und die Hälfte der {artists} Künstler hat höchstens {count} Hörer.',
  madeUpByTop:
    'Der Künstler mit den meisten Hörern macht {percentage} aller Paare aus Hörer und Künstler aus.|Die {count} mit den meisten Hörern machen {percentage} aller Paare aus Hörer und Künstler aus.',
  listOfOne: 'Der einzige Hörer hat {count} Künstler.',
  listOfEach: 'Jeder der {listeners} Hörer hat {count} Künstler.',
  listsCut:
    '{atMost} von {listeners} Hörern haben genau {artists} Künstler, und niemand hat mehr: Das Diagramm endet an einer Wand, wahrscheinlich weil die Listen dort abgeschnitten wurden.',
  listsFromTo: 'Hörer haben {least} bis {most} Künstler, die Hälfte von ihnen höchstens {middle}.',
  noFirstChoice:
    'Niemand hat eine erste Wahl: Bei allen Hörern teilen sich mehrere Künstler den ersten Platz.',
  manyFirstChoices:
    'Mehr als {most} Künstler sind gleich oft die erste Wahl, bei je {count} Hörer.|Mehr als {most} Künstler sind gleich oft die erste Wahl, bei je {count} Hörern.',
  firstChoice:
    '**{artist}** ist die erste Wahl von {count} Hörer, von mehr als jeder andere Künstler.|**{artist}** ist die erste Wahl von {count} Hörern, von mehr als jeder andere Künstler.',
  firstChoices:
    '**{names}** und **{artist}** liegen gleichauf: Jeder ist die erste Wahl von {count} Hörer, von mehr als jeder andere Künstler.|**{names}** und **{artist}** liegen gleichauf: Jeder ist die erste Wahl von {count} Hörern, von mehr als jeder andere Künstler.',
  shortList: '**{who}**: {count} Künstler; eine so kurze Liste wird nur mit `includeUsers` gezeigt.',
  wholeList: '**{who}**: {count} Künstler:',
  mostOfList: '**{who}**: {count} Künstler, die am häufigsten gespielten {shown}:',

  matrixOfPlays:
    '**{title}**: {listenersCounted} × {artistsCounted}, davon {pairsCounted}, die gespielt wurden: {percentage} der Matrix.',
  listenersCounted: '{count} Hörer',
  artistsCounted: '{count} Künstler',
  pairsCounted: '{count} Paar|{count} Paare',
  confidenceScaled:
    'Mit diesen Einstellungen ist **c = {alpha} × {weight}** für Gehörtes und {unobserved} für alles andere.',
  confidenceAdded:
    'Mit diesen Einstellungen ist **c = {base} + {alpha} × {weight}** für Gehörtes und {unobserved} für alles andere.',
  weightOfPlays: 'Wiedergaben',
  weightOfLogarithms: 'ln(1 + Wiedergaben)',
  weightOfBm25: 'BM25 der Wiedergaben',
  weightOfTfidf: 'tf-idf der Wiedergaben',
  lossNotComputed: 'Der Verlust beim Training wurde nicht berechnet.',
  lossOfOne: 'Nach einer Iteration ist der Verlust beim Training {loss}.',
  lossDidNotFall:
    'In {iterations} Iterationen ging der Verlust beim Training von {first} nach der ersten zu {last}: Er sank nicht.',
  lossFell:
    'In {iterations} Iterationen sank der Verlust beim Training von {first} nach der ersten auf {last}; {percentage} davon waren nach {count} Iteration erreicht.|In {iterations} Iterationen sank der Verlust beim Training von {first} nach der ersten auf {last}; {percentage} davon waren nach {count} Iterationen erreicht.',

  nearestNone: 'Es gibt keinen anderen Künstler, mit dem man **{artist}** vergleichen könnte.',
  nearestTo: 'Am ähnlichsten sind **{artist}**: {names}.',
  hardlyToldApart:
    '⚠ Alle {count} haben eine Ähnlichkeit von {least} oder mehr: Dieses Modell kann diese Künstler kaum unterscheiden.',
  nothingToRecommend:
    'Für **{who}** gibt es nichts zu empfehlen: Jeder Künstler in den Daten wird schon gespielt.',
  putFirst: 'Für {who} setzt das Modell **{names}** an den Anfang.',
  firstUnsupported:
    'Für {who} setzt das Modell **{artist}** an den Anfang, obwohl nichts Gespieltes dafür spricht.',
  firstBecause: 'Für {who} setzt das Modell **{artist}** an den Anfang, vor allem wegen **{names}**.',
  firstSupported:
    'Für {who} setzt das Modell **{artist}** an den Anfang; am meisten spricht dafür **{names}**.',
  you: 'Sie',
  maskedListener: 'Hörer {number}',

  changeUnknown:
    'An zurückgehaltenen Daten ist {metric} mit {one} {value}, mit {other} {otherValue}: kein Unterschied, den diese Daten zeigen können.',
  changeFromNothing: 'An zurückgehaltenen Daten ist {metric} mit {one} {value}, mit {other} {otherValue}.',
  changeHardlyAny:
    'An zurückgehaltenen Daten ist {metric} mit {one} {value}, mit {other} {otherValue}: etwa gleich viel.',
  changeTimes:
    'An zurückgehaltenen Daten ist {metric} mit {one} {value}, mit {other} {otherValue}: {times}-mal so viel.',
  changeLess: 'An zurückgehaltenen Daten ist {metric} mit {one} {value}, mit {other} {otherValue}: weniger.',
  allSame: 'Alle haben denselben {metric}, {value}.',
  bestIs: 'Der beste {metric} ist {value}, mit {best}.',
  bestWithin:
    'Der beste {metric} ist {value}, mit {best}; in seinem Intervall, {low} bis {high}, liegt auch der mit {other}.|Der beste {metric} ist {value}, mit {best}; in seinem Intervall, {low} bis {high}, liegen auch die mit {other}.',
  andMore: '{one} und {count} weiteren',
  trainingFailed:
    'Mit {count} Einstellung, die hier fehlt, scheiterte das Training: {settings}.|Mit {count} Einstellungen, die hier fehlen, scheiterte das Training: {settings}.',
  trainingFailedAndMore:
    'Mit {count} Einstellungen, die hier fehlen, scheiterte das Training: {settings}; und {more} weitere.',
};
