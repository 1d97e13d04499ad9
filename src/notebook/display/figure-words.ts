/**
 * What a figure is in words, in English; `{name}` is filled in. Where `|` stands, the text before it is for one, the text
 * behind it for any other number.
 */
export const FIGURE_WORDS = {
  barChart: 'Bar chart',
  histogram: 'Histogram',
  heatmap: 'Heatmap',
  contourPlot: 'Contour plot',
  map: 'Map',
  pieChart: 'Pie chart',
  boxPlot: 'Box plot',
  violinPlot: 'Violin plot',
  parallelCoordinates: 'Parallel coordinates',
  drawnTable: 'Table',
  lineChart: 'Line chart',
  scatterPlot: 'Scatter plot',
  otherChart: 'Chart',
  bars: '{count} bar|{count} bars',
  valuesDrawn: '{count} value|{count} values',
  cells: '{count} cell|{count} cells',
  places: '{count} place|{count} places',
  slices: '{count} slice|{count} slices',
  linesDrawn: '{count} line|{count} lines',
  rowsDrawn: '{count} row|{count} rows',
  points: '{count} point|{count} points',
  nothingToShow: '{figure}, with nothing to show.',
  seriesDrawn: '{count} series: {names}',
  moreSeries: '{count} more',
  oneValue: '{name}: {value}',
  valuesFromTo: '{name}: {least} to {most}',
  largestAt: '{name}: {least} to {most}, the largest at {place}',
  valuesOf: 'values',
};

export type FigureWord = keyof typeof FIGURE_WORDS;

/** The words of a language, as it writes its numbers. */
export type FigureWords = Readonly<Record<FigureWord | 'language', string>>;
