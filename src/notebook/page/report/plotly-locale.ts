import { pageWord } from './page-words.js';

/** What Plotly says on the buttons that a report shows, in its own English, and our word for it. */
const BUTTONS = {
  Zoom: 'zoom',
  Pan: 'pan',
  'Zoom in': 'zoomIn',
  'Zoom out': 'zoomOut',
  'Reset axes': 'resetAxes',
  'Reset view': 'resetAxes',
  Reset: 'resetAxes',
} as const;

/** Plotly's words, numbers and dates in the language of the page, as part of its configuration. */
export function plotlyLocale(): object {
  const { lang } = document.documentElement;
  const dictionary = Object.fromEntries(
    Object.entries(BUTTONS).map(([english, word]) => [english, pageWord(word)]),
  );
  const part = (type: string) =>
    new Intl.NumberFormat(lang, { useGrouping: true })
      .formatToParts(1234567.8)
      .find((each) => each.type === type)?.value ?? '';
  const names = (options: Intl.DateTimeFormatOptions, count: number, at: (i: number) => number) => {
    const format = new Intl.DateTimeFormat(lang, { ...options, timeZone: 'UTC' });
    return Array.from({ length: count }, (_, i) => format.format(at(i)));
  };
  // The first of January 2023 was a Sunday.
  const day = (i: number) => Date.UTC(2023, 0, 1 + i);
  const month = (i: number) => Date.UTC(2023, i, 1);
  const format = {
    decimal: part('decimal'),
    thousands: part('group'),
    days: names({ weekday: 'long' }, 7, day),
    shortDays: names({ weekday: 'short' }, 7, day),
    months: names({ month: 'long' }, 12, month),
    shortMonths: names({ month: 'short' }, 12, month),
  };
  return { locale: 'page', locales: { page: { dictionary, format } } };
}
