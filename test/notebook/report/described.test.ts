import { describe, expect, it } from 'vitest';
import { interactionsFromRows, describe as said } from '#listenlab/index.js';
import { translatorTo } from '#listenlab/notebook/report/language/sentences.js';
import { chooseWords } from '#listenlab/notebook/report/language/words.js';
import type { DescriptionWord } from '#listenlab/util/description-words.js';

const { markdown } = translatorTo(chooseWords({ language: 'de' }, undefined))!;

const plays = interactionsFromRows([
  { user: 'ann', artist: 'low', plays: 3 },
  { user: 'ben', artist: 'low', plays: 1 },
]);
const similar = (...cosines: number[]) =>
  cosines.map((similarity, i) => ({ artist: i === 1 ? 'Dr. Dre' : `artist ${i}`, similarity }));
const explained = (contribution: number) =>
  said.explanation('you', {
    artist: 'low',
    score: 1,
    contributions: [{ artist: 'kent', plays: 1, confidence: 1, contribution }],
    others: 0,
  });
const change = (before: number, after: number, low = 1, high = 1) =>
  said.change(
    'NDCG@10',
    { name: 'the original recipe', score: before },
    { name: 'weighting log, alpha 1', score: after },
    { low, high },
  );
const scored = (...scores: number[]) =>
  scores.map((score, i) => ({
    name: i === 0 ? 'the settings found' : `factors ${i}`,
    score,
    low: score - 0.015,
    high: score + 0.015,
  }));
const failed = (count: number) =>
  said.failed(Array.from({ length: count }, (_, i) => ({ options: { alpha: i }, reason: 'none' })));

/**
 * Every sentence that `describe` can say, and what a German report has in its place. Those on a dataset are as
 * explore/sentences.test.ts asserts them.
 */
const SENTENCES: Readonly<Record<DescriptionWord, readonly (readonly [english: string, german: string])[]>> =
  {
    everyPlayCount: [
      ['Every play count is 3.', 'Jeder Künstler wurde von jedem seiner Hörer 3-mal gespielt.'],
    ],
    playCountsRun: [
      [
        'Play counts run from 1 to 352,698; half of them are 260 or less.',
        'Hörer haben einen Künstler 1- bis 352.698-mal gespielt, in der Hälfte der Fälle höchstens 260-mal.',
      ],
    ],
    playedByAll: [
      [
        'An artist is played by every listener. The artist with the most listeners makes up 100 % of all listener-artist pairs.',
        'Es gibt einen Künstler, den alle Hörer spielen. Der Künstler mit den meisten Hörern macht 100 % aller Paare aus Hörer und Künstler aus.',
      ],
    ],
    playedByAllAndHalf: [
      [
        'An artist is played by every listener, and half of the 3 artists have 1 listener only.',
        'Es gibt einen Künstler, den alle Hörer spielen, und die Hälfte der 3 Künstler hat nur 1 Hörer.',
      ],
    ],
    playedBySome: [
      [
        'No artist is played by more than 50 % of the listeners.',
        'Kein Künstler wird von mehr als 50 % der Hörer gespielt.',
      ],
    ],
    playedBySomeAndHalf: [
      [
        'No artist is played by more than 32.3 % of the listeners, and half of the 17,632 artists have 1 listener only.',
        'Kein Künstler wird von mehr als 32,3 % der Hörer gespielt, und die Hälfte der 17.632 Künstler hat nur 1 Hörer.',
      ],
      [
        'No artist is played by more than 32.3 % of the listeners, and half of the 986 artists have 43 listeners or fewer.',
        'Kein Künstler wird von mehr als 32,3 % der Hörer gespielt, und die Hälfte der 986 Künstler hat höchstens 43 Hörer.',
      ],
    ],
    madeUpByTop: [
      [
        'The 176 with the most listeners make up 46.1 % of all listener-artist pairs.',
        'Die 176 mit den meisten Hörern machen 46,1 % aller Paare aus Hörer und Künstler aus.',
      ],
    ],
    listOfOne: [['The one listener has 1 artist.', 'Der einzige Hörer hat 1 Künstler.']],
    listOfEach: [['Each of the 20 listeners has 5 artists.', 'Jeder der 20 Hörer hat 5 Künstler.']],
    listsCut: [
      [
        '1,865 of 1,892 listeners have exactly 50 artists and nobody has more: the chart ends in a wall, most likely because the lists were cut there.',
        '1.865 von 1.892 Hörern haben genau 50 Künstler, und niemand hat mehr: Das Diagramm endet an einer Wand, wahrscheinlich weil die Listen dort abgeschnitten wurden.',
      ],
    ],
    listsFromTo: [
      [
        'Listeners have from 1 to 90 artists, half of them 33 or fewer.',
        'Hörer haben 1 bis 90 Künstler, die Hälfte von ihnen höchstens 33.',
      ],
    ],
    noFirstChoice: [
      [
        'Nobody has a first choice: for every listener, several artists tie for the most plays.',
        'Niemand hat eine erste Wahl: Bei allen Hörern teilen sich mehrere Künstler den ersten Platz.',
      ],
    ],
    manyFirstChoices: [
      [
        'More than 5 artists tie for the most first choices, 1 listener each.',
        'Mehr als 5 Künstler sind gleich oft die erste Wahl, bei je 1 Hörer.',
      ],
    ],
    firstChoice: [
      [
        '**Dr\\. Dre** is the first choice of 2 listeners, more than any other artist.',
        '**Dr\\. Dre** ist die erste Wahl von 2 Hörern, von mehr als jeder andere Künstler.',
      ],
    ],
    firstChoices: [
      [
        '**a\\*b**, **Simon and Garfunkel** and **low** tie: each is the first choice of 2 listeners, more than any other artist.',
        '**a\\*b**, **Simon and Garfunkel** und **low** liegen gleichauf: Jeder ist die erste Wahl von 2 Hörern, von mehr als jeder andere Künstler.',
      ],
    ],
    shortList: [
      [
        '**listener 1** plays 1 artist; a list this short is shown only with `includeUsers`.',
        '**Hörer 1**: 1 Künstler; eine so kurze Liste wird nur mit `includeUsers` gezeigt.',
      ],
    ],
    wholeList: [['**listener 1** plays 7 artists:', '**Hörer 1**: 7 Künstler:']],
    mostOfList: [
      [
        'Of the 50 artists that **listener 1** plays, the 10 most played:',
        '**Hörer 1**: 50 Künstler, die am häufigsten gespielten 10:',
      ],
    ],
    matrixOfPlays: [
      [
        said.matrix('Sample', plays),
        '**Sample**: 2 Hörer × 1 Künstler, davon 2 Paare, die gespielt wurden: 100 % der Matrix.',
      ],
    ],
    listenersCounted: [['1 listener', '1 Hörer']],
    artistsCounted: [['1,234 artists', '1.234 Künstler']],
    pairsCounted: [['1 pair', '1 Paar']],
    confidenceScaled: [
      [
        said.confidence({}),
        'Mit diesen Einstellungen ist **c = 15 × Wiedergaben** für Gehörtes und 1 für alles andere.',
      ],
    ],
    confidenceAdded: [
      [
        said.confidence({ weighting: 'log', confidence: 'added', alpha: 0.5, unobservedWeight: 0.1 }),
        'Mit diesen Einstellungen ist **c = 0,1 + 0,5 × ln(1 + Wiedergaben)** für Gehörtes und 0,1 für alles andere.',
      ],
    ],
    weightOfPlays: [['plays', 'Wiedergaben']],
    weightOfLogarithms: [['ln(1 + plays)', 'ln(1 + Wiedergaben)']],
    weightOfBm25: [
      [
        said.confidence({ weighting: 'bm25' }),
        'Mit diesen Einstellungen ist **c = 15 × BM25 der Wiedergaben** für Gehörtes und 1 für alles andere.',
      ],
    ],
    weightOfTfidf: [
      [
        said.confidence({ weighting: 'tfidf' }),
        'Mit diesen Einstellungen ist **c = 15 × tf-idf der Wiedergaben** für Gehörtes und 1 für alles andere.',
      ],
    ],
    lossNotComputed: [[said.losses([]), 'Der Verlust beim Training wurde nicht berechnet.']],
    lossOfOne: [[said.losses([0.5]), 'Nach einer Iteration ist der Verlust beim Training 0,5000.']],
    lossDidNotFall: [
      [
        said.losses([1, 1]),
        'In 2 Iterationen ging der Verlust beim Training von 1,000 nach der ersten zu 1,000: Er sank nicht.',
      ],
    ],
    lossFell: [
      [
        said.losses([8, 4, 2, 1.2, 1]),
        'In 5 Iterationen sank der Verlust beim Training von 8,000 nach der ersten auf 1,000; 90 % davon waren nach 4 Iterationen erreicht.',
      ],
    ],
    nearestNone: [
      [
        said.nearest(similar(1)),
        'Es gibt keinen anderen Künstler, mit dem man **artist 0** vergleichen könnte.',
      ],
    ],
    nearestTo: [
      [
        said.nearest(similar(1, 0.9, 0.8, 0.7)),
        'Am ähnlichsten sind **artist 0**: Dr\\. Dre, artist 2, artist 3.',
      ],
    ],
    hardlyToldApart: [
      [
        said.nearest(similar(1, 0.9988, 0.9986, 0.9985, 0.9981)),
        'Am ähnlichsten sind **artist 0**: Dr\\. Dre, artist 2, artist 3. ⚠ Alle 4 haben eine Ähnlichkeit von 0,998 oder mehr: Dieses Modell kann diese Künstler kaum unterscheiden.',
      ],
    ],
    nothingToRecommend: [
      [
        said.recommended('listener 2', []),
        'Für **Hörer 2** gibt es nichts zu empfehlen: Jeder Künstler in den Daten wird schon gespielt.',
      ],
    ],
    putFirst: [
      [
        said.recommended('ann', [{ artist: 'low' }, { artist: 'M. Ward' }]),
        'Für ann setzt das Modell **low**, **M\\. Ward** an den Anfang.',
      ],
    ],
    firstUnsupported: [
      [
        explained(-0.3),
        'Für Sie setzt das Modell **low** an den Anfang, obwohl nichts Gespieltes dafür spricht.',
      ],
    ],
    firstBecause: [
      [explained(0.6), 'Für Sie setzt das Modell **low** an den Anfang, vor allem wegen **kent**.'],
    ],
    firstSupported: [
      [explained(0.3), 'Für Sie setzt das Modell **low** an den Anfang; am meisten spricht dafür **kent**.'],
    ],
    you: [['you', 'Sie']],
    maskedListener: [['listener 12', 'Hörer 12']],
    changeUnknown: [
      [
        change(0.1, 0.25, -0.01, 0.3),
        'An zurückgehaltenen Daten ist NDCG@10 mit dem Original-Rezept 0,100, mit weighting log, alpha 1 0,250: kein Unterschied, den diese Daten zeigen können.',
      ],
    ],
    changeFromNothing: [
      [
        change(0, 0.25),
        'An zurückgehaltenen Daten ist NDCG@10 mit dem Original-Rezept 0,000, mit weighting log, alpha 1 0,250.',
      ],
    ],
    changeHardlyAny: [
      [
        change(0.25, 0.252),
        'An zurückgehaltenen Daten ist NDCG@10 mit dem Original-Rezept 0,250, mit weighting log, alpha 1 0,252: etwa gleich viel.',
      ],
    ],
    changeTimes: [
      [
        `${said.best('NDCG@10', scored(0.2))} ${change(0.1, 0.25)}`,
        'Der beste NDCG@10 ist 0,200, mit **den gefundenen Einstellungen**. An zurückgehaltenen Daten ist NDCG@10 mit dem Original-Rezept 0,100, mit weighting log, alpha 1 0,250: 2,5-mal so viel.',
      ],
    ],
    changeLess: [
      [
        change(0.25, 0.1),
        'An zurückgehaltenen Daten ist NDCG@10 mit dem Original-Rezept 0,250, mit weighting log, alpha 1 0,100: weniger.',
      ],
    ],
    allSame: [[said.best('NDCG@10', scored(0.3, 0.3)), 'Alle haben denselben NDCG@10, 0,300.']],
    bestIs: [
      [
        said.best('NDCG@10', scored(0.3, 0.1, 0.3)),
        'Der beste NDCG@10 ist 0,300, mit **den gefundenen Einstellungen** und 1 weiteren.',
      ],
    ],
    bestWithin: [
      [
        said.best('NDCG@10', scored(0.3, 0.29)),
        'Der beste NDCG@10 ist 0,300, mit **den gefundenen Einstellungen**; in seinem Intervall, 0,285 bis 0,315, liegt auch der mit factors 1.',
      ],
    ],
    andMore: [
      [
        said.best('NDCG@10', scored(0.3, 0.299, 0.298, 0.297, 0.296, 0.1)),
        'Der beste NDCG@10 ist 0,300, mit **den gefundenen Einstellungen**; in seinem Intervall, 0,285 bis 0,315, liegen auch die mit factors 1, factors 2, factors 3 und 1 weiteren.',
      ],
    ],
    trainingFailed: [
      [failed(1), 'Mit 1 Einstellung, die hier fehlt, scheiterte das Training: alpha 0.'],
      [failed(2), 'Mit 2 Einstellungen, die hier fehlen, scheiterte das Training: alpha 0; alpha 1.'],
    ],
    trainingFailedAndMore: [
      [
        failed(5),
        'Mit 5 Einstellungen, die hier fehlen, scheiterte das Training: alpha 0; alpha 1; alpha 2; und 2 weitere.',
      ],
    ],
  };

describe('sentences of describe, in a German report', () => {
  it.each(Object.entries(SENTENCES))('%s', (_, examples) => {
    for (const [english, german] of examples) expect(markdown(english)).toBe(german);
  });

  it('stay as they are where an author has others', () => {
    for (const text of [
      'For fans of **low**: more.',
      'Nearest to the river.',
      'All have left.',
      'Yours, you',
    ])
      expect(markdown(text)).toBe(text);
  });
});
