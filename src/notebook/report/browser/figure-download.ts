/**
 * The buttons that save a figure as a picture, as the reader left it: on white, with its title, which the
 * page has as a caption.
 */
export const FIGURE_DOWNLOAD = String.raw`
  // Room for a title and a line under it above the figure, in pixels.
  const PICTURE_TITLE = 44;
  const PICTURE_SUBTITLE = 24;
  // Pixels of a PNG for each pixel of the page.
  const PICTURE_SCALE = 2;

  // Plotly reads a few tags in its texts.
  const plotlyText = (/** @type {string} */ text) =>
    text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

  function titleOf(/** @type {HTMLElement} */ figure) {
    const caption = figure.querySelector('figcaption');
    const subtitle = caption && caption.querySelector('.subtitle');
    const text = caption && caption.firstChild && caption.firstChild.textContent;
    return { text: plotlyText(text || ''), subtitle: plotlyText((subtitle && subtitle.textContent) || '') };
  }

  function pictureOf(/** @type {HTMLElement} */ figure, /** @type {any} */ drawing) {
    const { text, subtitle } = titleOf(figure);
    const room = (text ? PICTURE_TITLE : 0) + (subtitle ? PICTURE_SUBTITLE : 0);
    const { margin, template } = drawing.layout;
    const top = ((margin && margin.t) || (template.layout.margin && template.layout.margin.t) || 0) + room;
    const title = { text, subtitle: { text: subtitle }, x: 0.02, xanchor: 'left', y: 1, yanchor: 'top', yref: 'container', pad: { t: 16 } };
    const layout = Object.assign({}, drawing.layout, {
      title, template: lightTemplate(template), paper_bgcolor: '#ffffff', autosize: false,
      width: drawing.clientWidth, height: drawing.clientHeight + room, margin: Object.assign({}, margin, { t: top }),
    });
    return { data: drawing.data, layout, config: { topojsonURL: '' } };
  }

  // The light colours are asked for between two paintings of the page, so nobody sees it turn.
  function lightTemplate(/** @type {any} */ given) {
    const classes = document.documentElement.classList;
    classes.add('printing');
    try { return pageTemplate(given); } finally { classes.remove('printing'); }
  }

  function downloadButtons(/** @type {HTMLElement} */ figure) {
    const filename = (figure.getAttribute('aria-label') || 'chart').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
    const button = (/** @type {string} */ format, /** @type {object} */ icon) => ({
      name: format, title: 'Download as ' + format.toUpperCase(), icon,
      click: (/** @type {any} */ drawing) => {
        const picture = pictureOf(figure, drawing);
        const { width, height } = picture.layout;
        Plotly.downloadImage(picture, { format, filename, width, height, scale: format === 'png' ? PICTURE_SCALE : 1 });
      },
    });
    return [button('png', Plotly.Icons.camera), button('svg', Plotly.Icons.disk)];
  }
`;
