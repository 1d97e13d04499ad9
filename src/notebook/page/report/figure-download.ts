import { asObject, type Plotly, type PlotlyObject } from '../plotly.js';
import { pageTemplate } from './figure-colours.js';
import { pageWord } from './page-words.js';

/** Space for a title and subtitle above the figure, in pixels. */
const TITLE = 44;
const SUBTITLE = 24;
/** Pixels of a PNG for each pixel of the page. */
const SCALE = 2;

/** The element in which Plotly has drawn a figure. */
type Drawing = HTMLElement & { readonly data: object[]; readonly layout: PlotlyObject };

/**
 * The buttons that save a figure as an image in its current state: on white, with its title, which the page shows as a
 * caption.
 */
export function downloadButtons(plotly: Plotly, figure: HTMLElement): object[] {
  const filename = (figure.querySelector('.title')?.textContent || 'chart')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60);
  const button = (format: 'png' | 'svg', icon: object) => ({
    name: format,
    title: pageWord('downloadAs', { format: format.toUpperCase() }),
    icon,
    click: (drawing: Drawing) => {
      const picture = pictureOf(figure, drawing);
      const { width, height } = picture.layout;
      const scale = format === 'png' ? SCALE : 1;
      void plotly.downloadImage(picture, { format, filename, width, height, scale });
    },
  });
  return [button('png', plotly.Icons.camera), button('svg', plotly.Icons.disk)];
}

function pictureOf(figure: HTMLElement, drawing: Drawing) {
  const { text, subtitle } = titleOf(figure);
  const room = (text ? TITLE : 0) + (subtitle ? SUBTITLE : 0);
  const margin = asObject(drawing.layout.margin);
  const preset = asObject(asObject(asObject(drawing.layout.template).layout).margin);
  const place = { x: 0.02, xanchor: 'left', y: 1, yanchor: 'top', yref: 'container', pad: { t: 16 } };
  const layout = {
    ...drawing.layout,
    title: { text, subtitle: { text: subtitle }, ...place },
    template: lightTemplate(drawing.layout.template),
    paper_bgcolor: '#ffffff',
    autosize: false,
    width: drawing.clientWidth,
    height: drawing.clientHeight + room,
    margin: { ...margin, t: (Number(margin.t) || Number(preset.t) || 0) + room },
  };
  return { data: drawing.data, layout, config: { topojsonURL: '' } };
}

function titleOf(figure: HTMLElement): { text: string; subtitle: string } {
  const caption = figure.querySelector('figcaption');
  return {
    text: plotlyText(caption?.querySelector('.title')?.textContent ?? ''),
    subtitle: plotlyText(caption?.querySelector('.subtitle')?.textContent ?? ''),
  };
}

/** Plotly interprets a few tags in its texts. */
function plotlyText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** The light colours are read between two paints, so the page does not flicker. */
function lightTemplate(given: unknown): object {
  const { classList } = document.documentElement;
  classList.add('printing');
  try {
    return pageTemplate(given);
  } finally {
    classList.remove('printing');
  }
}
