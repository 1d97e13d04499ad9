import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import type { Notebook, Output } from '#listenlab/notebook/jupyter/nbformat.js';
import { drawPictures } from '#listenlab/notebook/pictures/draw-pictures.js';
import { allCharts } from '../../data/charts/figures.js';
import { findChromium, patient } from '../../support/chromium.js';
import { asOnGitHub } from '../../support/github.js';
import { code, notebookOf, stream } from '../report/support/notebooks.js';

const CHROMIUM = findChromium();

const shown = (value: object): Output => ({
  output_type: 'display_data',
  data: toMimeBundle(value) ?? {},
  metadata: {},
});

const draw = (notebook: Notebook, chrome: string | undefined, signal = new AbortController().signal) =>
  drawPictures([{ name: 'all', notebook }], { chrome, signal, onProgress: () => undefined });

const outputsOf = ({ cells }: Notebook) =>
  cells.flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : []));

const names = Object.keys(allCharts(30));
const charts = notebookOf(
  ...Object.values(allCharts(30)).map((figure) => code('chart', [stream('a\n'), shown(figure)])),
);

describe.skipIf(CHROMIUM === undefined)('pictures of figures', () => {
  let browser: Browser;
  let page: Page;
  let drawn: Awaited<ReturnType<typeof draw>>;
  beforeAll(async () => {
    browser = patient(
      await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }),
    );
    page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
    drawn = await draw(charts, CHROMIUM);
  });
  afterAll(() => browser?.close());

  it('can be seen where neither Plotly nor scripts are, all charts of ours, with words', async () => {
    const { notebooks, notes } = drawn;
    expect(notes).toEqual([`drew pictures of ${names.length} figures (PNG, with ${CHROMIUM})`]);
    await page.setContent(asOnGitHub(notebooks[0].notebook));
    const seen = await page.evaluate(LOOK);
    expect(seen.map(({ alt }) => alt).every((alt) => alt.length > 20)).toBe(true);
    expect(seen.map(({ ink, corner, blank }, i) => [names[i], ink > 0.005, corner, blank])).toEqual(
      names.map((name) => [name, true, 'white', false]),
    );
    // At two pixels for each of the page.
    expect(seen.every(({ pixels, width }) => pixels === 2 * width)).toBe(true);
    expect(seen.map(({ bytes }) => bytes).reduce((a, b) => a + b) / seen.length).toBeLessThan(60_000);
  });

  it('stand beside what was there, which stays as it was, in its order', async () => {
    const { notebooks } = drawn;
    const after = outputsOf(notebooks[0].notebook);
    const without = after.map((output) => {
      if (!('data' in output)) return output;
      const { 'image/png': _, ...data } = output.data;
      return { ...output, data, metadata: {} };
    });
    expect(without).toEqual(outputsOf(charts));
    const again = await draw(notebooks[0].notebook, CHROMIUM);
    expect(again).toEqual({ notebooks, notes: [] });
  });

  it('are the same when they are drawn again', async () => {
    const few = { ...charts, cells: charts.cells.slice(0, 3) };
    expect(await draw(few, CHROMIUM)).toEqual(await draw(few, CHROMIUM));
    expect(await draw(charts, undefined)).toEqual(await draw(charts, undefined));
  });

  it('are missing, and it is said why, where Plotly cannot draw', async () => {
    const far = { type: 'choropleth', geojson: 'https://example.org/places.json', locations: ['a'], z: [1] };
    const outputs = [shown({ data: [{ y: [1] }], layout: {} }), shown({ data: [far], layout: {} })];
    const { notebooks, notes } = await draw(notebookOf(code('odd', outputs)), CHROMIUM);
    expect(notes[0]).toMatch(/^drew pictures of 1 figure /);
    expect(notes[1]).toMatch(
      /^the figure in cell 1 of all has no picture, as Plotly could not draw it: .*places\.json/,
    );
    expect(outputsOf(notebooks[0].notebook)[1]).toEqual(outputs[1]);
  });

  it('are drawn without a browser of all other figures when one fails, even late', async () => {
    const tiles = { type: 'scattermap', lat: [52.5], lon: [13.4], mode: 'markers' };
    const bars = { type: 'bar', x: ['a', 'b'], y: [1, 2] };
    const outputs = [tiles, bars, tiles, bars].map((trace) => shown({ data: [trace], layout: {} }));
    const { notebooks } = await draw(notebookOf(code('odd', outputs)), undefined);
    const drawn = outputsOf(notebooks[0].notebook).map(
      (output) => 'data' in output && 'image/svg+xml' in output.data,
    );
    expect(drawn).toEqual([false, true, false, true]);
  });

  it('stop being drawn on an interrupt', async () => {
    const stop = new AbortController();
    const work = drawPictures([{ name: 'all', notebook: charts }], {
      chrome: CHROMIUM,
      signal: stop.signal,
      onProgress: ({ done }) => done === 2 && stop.abort(new Error('interrupted')),
    });
    await expect(work).rejects.toThrow('interrupted');
  });
});

/** What can be seen of each image of a page: of all its pixels how many are not white, and whether it was decoded. */
const LOOK = async () =>
  Promise.all(
    Array.from(document.images, async (image) => {
      const blank = await image.decode().then(
        () => false,
        () => true,
      );
      const canvas = document.createElement('canvas');
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let ink = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at] + data[at + 1] + data[at + 2] < 600) ink++;
      return {
        alt: image.alt,
        blank,
        ink: ink / (data.length / 4),
        corner:
          data[0] === 255 && data[1] === 255 && data[2] === 255 && data[3] === 255 ? 'white' : 'not white',
        width: image.width,
        pixels: image.naturalWidth,
        bytes: (image.src.length * 3) / 4,
      };
    }),
  );
