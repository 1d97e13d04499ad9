import { seededRandom } from '#listenlab/util/random.js';

const ARTISTS = [
  'radiohead',
  'red hot chili peppers',
  'the beatles',
  'die Ärzte',
  'sigur rós',
  'godspeed you! black emperor and the long, long name of a band',
  'AC/DC',
  'björk',
  'muse',
  'placebo',
];

const random = (seed: number) => seededRandom(seed);

/** Horizontal bars with long names, as for the most played artists: bars at numbers, names as tick labels. */
export function barFigure(names: string[] = ARTISTS) {
  const rows = names.map((_, i) => i);
  return {
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: rows,
        x: rows.map((i) => 900 - 70 * i),
        customdata: names,
        hovertemplate: '%{customdata}: %{x} listeners<extra></extra>',
      },
    ],
    layout: {
      template: { layout: { colorway: ['#1f9e89'], font: { color: '#000000' } } },
      title: { text: 'Most heard artists', subtitle: { text: 'by number of listeners' } },
      height: 460,
      yaxis: { tickmode: 'array', tickvals: rows, ticktext: names, range: [names.length - 0.5, -0.5] },
      xaxis: { title: { text: 'listeners' } },
      margin: { t: 84, r: 24, b: 48, l: 56 },
    },
  };
}

/** A histogram over logarithms, with the tick labels of the counts. */
export function histogramFigure() {
  const { normal } = random(1);
  return {
    data: [
      {
        type: 'histogram',
        x: Array.from({ length: 4000 }, () => 2 + normal()),
        marker: { color: '#3b6fb6' },
      },
    ],
    layout: {
      title: 'Plays per row',
      xaxis: {
        title: { text: 'plays' },
        tickvals: [0, 1, 2, 3, 4],
        ticktext: ['1', '10', '100', '1,000', '10,000'],
      },
      yaxis: { title: { text: 'rows' }, type: 'log' },
      paper_bgcolor: 'white',
      plot_bgcolor: '#eeeeee',
      font: { color: '#111111', family: 'Comic Sans MS' },
    },
  };
}

/** Clusters of artists on a map of two axes without scales. */
export function clusterFigure() {
  const { normal } = random(2);
  const clusters = [0, 1, 2, 3, 4].map((cluster) => ({
    type: 'scattergl',
    mode: 'markers',
    name: `group ${cluster + 1}: ${ARTISTS[cluster]}`,
    x: Array.from({ length: 60 }, () => 3 * Math.cos(cluster) + 0.7 * normal()),
    y: Array.from({ length: 60 }, () => 3 * Math.sin(cluster) + 0.7 * normal()),
    text: Array.from({ length: 60 }, (_, i) => `artist ${i}`),
    marker: { size: 8, opacity: 0.75 },
  }));
  return {
    data: clusters,
    layout: {
      title: { text: 'Map of artists' },
      height: 560,
      xaxis: { visible: false },
      yaxis: { visible: false, scaleanchor: 'x' },
      legend: { orientation: 'h' },
    },
  };
}

/** Listeners by country, countries by their English names. */
export function mapFigure() {
  return {
    data: [
      {
        type: 'choropleth',
        locationmode: 'country names',
        locations: [
          'Germany',
          'Sweden',
          'United States',
          'Brazil',
          'Russian Federation',
          'Australia',
          'Nowhere at all',
        ],
        z: [300, 220, 640, 180, 150, 90, 1],
        colorscale: 'Viridis',
        colorbar: { title: { text: 'listeners' }, thickness: 12, tickfont: { color: '#000000' } },
      },
    ],
    layout: {
      title: { text: 'Listeners by country' },
      geo: { projection: { type: 'natural earth' }, showframe: false, landcolor: '#ffffff' },
      margin: { l: 0, r: 0, b: 0, t: 60 },
    },
  };
}

/** A line falling like a loss. */
export function lineFigure() {
  const iterations = Array.from({ length: 20 }, (_, i) => i + 1);
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines+markers',
        x: iterations,
        y: iterations.map((i) => 0.2 + 1 / i),
        name: 'loss',
      },
    ],
    layout: {
      title: { text: 'Training loss' },
      xaxis: { title: { text: 'iteration' } },
      yaxis: { title: { text: 'loss' } },
    },
  };
}

/** Two overlaid histograms with a legend above. */
export function agesFigure() {
  const { normal } = random(3);
  const ages = (mean: number) => Array.from({ length: 800 }, () => Math.round(mean + 6 * normal()));
  return {
    data: [
      { type: 'histogram', x: ages(24), name: 'female', opacity: 0.7 },
      { type: 'histogram', x: ages(27), name: 'male', opacity: 0.7 },
    ],
    layout: {
      title: { text: 'Ages of listeners' },
      barmode: 'overlay',
      legend: { orientation: 'h', y: 1.1, x: 1, xanchor: 'right' },
      xaxis: { title: { text: 'age' } },
    },
  };
}
