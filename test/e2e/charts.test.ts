import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlotlyFigure } from '#listenlab/data/charts/figure.js';
import { charts } from '#listenlab/index.js';
import { narrowFigure } from '../../src/notebook/page/narrow-figure.js';
import { allCharts, HOSTILE } from '../data/charts/figures.js';
import { openPlotlyPage, type PlotlyPage } from '../data/charts/plotly-page.js';
import { hasChromium } from '../support/chromium.js';
import { sharedFile } from '../support/shared.js';

/** The parts of Plotly that these tests call in the page. */
interface PlotlyGlobal {
  validate(data: unknown, layout: unknown): { msg: string }[] | undefined;
  newPlot(target: string, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  purge(target: string): void;
  setPlotConfig(config: object): void;
}

declare const Plotly: PlotlyGlobal;

const profiles = sharedFile('data/lastfm-360k/usersha1-profile-1000.tsv');

/** Countries of ISO 3166 as Last.fm writes them, whose official names are easily confused or unknown. */
const COUNTRY_CODES: Record<string, string> = {
  Congo: 'COG',
  'Congo, the Democratic Republic of the': 'COD',
  "Cote D'Ivoire": 'CIV',
  "Côte D'Ivoire": 'CIV',
  'Czech Republic': 'CZE',
  'Iran, Islamic Republic of': 'IRN',
  "Korea, Democratic People's Republic of": 'PRK',
  'Korea, Republic of': 'KOR',
  "Lao People's Democratic Republic": 'LAO',
  'Libyan Arab Jamahiriya': 'LBY',
  'Macedonia, the Former Yugoslav Republic of': 'MKD',
  'Moldova, Republic of': 'MDA',
  Niger: 'NER',
  Nigeria: 'NGA',
  'Palestinian Territory, Occupied': 'PSE',
  'Russian Federation': 'RUS',
  Swaziland: 'SWZ',
  'Syrian Arab Republic': 'SYR',
  'Taiwan, Province of China': 'TWN',
  'Tanzania, United Republic of': 'TZA',
  Turkey: 'TUR',
  'Viet Nam': 'VNM',
};

async function draw(page: Page, { data, layout, config }: PlotlyFigure): Promise<void> {
  await page.evaluate(
    async ([data, layout, config]) => {
      Plotly.purge('chart');
      await Plotly.newPlot('chart', data, layout, config);
    },
    [data, layout, config],
  );
}

describe.skipIf(!hasChromium)('charts in Chromium, offline (needs /usr/bin/chromium)', () => {
  let plotly: PlotlyPage;
  let page: Page;

  beforeAll(async () => {
    plotly = await openPlotlyPage();
    page = plotly.page;
  });

  afterAll(() => plotly?.close());

  it.each([0, 1, 40])('are valid and drawn without warnings or requests, from %i rows', async (rows) => {
    for (const [name, figure] of Object.entries(allCharts(rows))) {
      const problems = await page.evaluate(
        ([data, layout]) => Plotly.validate(data, layout)?.map((problem) => problem.msg) ?? [],
        [figure.data, figure.layout],
      );
      expect(problems, name).toEqual([]);
      await draw(page, figure);
      expect(await page.locator('#chart .main-svg').count(), name).toBeGreaterThan(0);
    }
    expect(plotly.noise).toEqual([]);
  });

  it('show names literally in titles, labels and hover text', async () => {
    const names = [HOSTILE, '$x^2$', '&amp;', '&#38;', '%{x}', '<br>', '311'];
    await draw(page, charts.similarArtists({ artist: names, similarity: names.map(() => 0.5) }));
    const dots = page.locator('#chart path.point');
    const hovered = page.locator('#chart .hoverlayer .hovertext .nums .line').first();
    for (const [point, name] of names.entries()) {
      const { x, y, width, height } = (await dots.nth(point).boundingBox())!;
      await page.mouse.move(x + width / 2, y + height / 2);
      await expect.poll(() => hovered.textContent()).toBe(name);
    }
    const labels = await page.locator('.yaxislayer-above .ytick text').allTextContents();
    expect(labels).toEqual([`${HOSTILE.slice(0, 41)}…`, ...names.slice(1)]);
    expect(await page.locator('.gtitle').textContent()).toBe(`Artists similar to ${HOSTILE}`);
    expect(await page.locator('#chart img, #chart a').count()).toBe(0);
    expect(plotly.noise).toEqual([]);
  });

  it('have room for the longest names and values', async () => {
    const artist = ['W'.repeat(36), 'i'];
    for (const figure of [
      charts.similarArtists({ artist, similarity: [1, -1] }),
      charts.explanation({ artist, contribution: [1, -1] }),
    ]) {
      await draw(page, figure);
      const chart = (await page.locator('#chart').boundingBox())!;
      const texts = await page.locator('#chart .ytick text, #chart .annotation-text, #chart .bartext').all();
      expect(texts).toHaveLength(4);
      for (const text of texts) {
        const box = (await text.boundingBox())!;
        expect(box.x).toBeGreaterThanOrEqual(chart.x);
        expect(box.x + box.width).toBeLessThanOrEqual(chart.x + chart.width);
      }
    }
  });

  it('have non-overlapping labels on the artist map', async () => {
    await draw(page, sunflower());
    const boxes = await labelsThatTouchNothing(page);
    expect(boxes).toBeGreaterThan(8);
  });

  it('keep the ten most important labels of the artist map on a phone', async () => {
    const figure = sunflower();
    const size = { width: 390, height: Number(figure.layout.height) };
    Object.assign(figure.layout, { width: 390, height: narrowFigure(figure, size) });
    await draw(page, figure);
    expect(await labelsThatTouchNothing(page)).toBe(10);
    const first = await page.locator('#chart .textpoint text').first().textContent();
    expect(first).toContain('WW MOTÖRHEAD name');
  });

  it('show readable means on the cells of a heatmap', async () => {
    const alpha = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const mean = alpha.map((value) => value / 10);
    await draw(page, charts.settingsHeatmap({ alpha, factors: alpha.map(() => 16), mean }));
    const fills = await page
      .locator('#chart .textpoint text')
      .evaluateAll((texts) => texts.map((text) => getComputedStyle(text).fill));
    expect(fills).toHaveLength(9);
    expect([fills[0], fills[4], fills[8]]).toEqual([
      'rgb(17, 17, 17)',
      'rgb(17, 17, 17)',
      'rgb(255, 255, 255)',
    ]);
  });

  it('start an axis at zero only for bars', async () => {
    const trials = { seconds: [100, 101, 102], mean: [0.2, 0.3, 0.25] };
    await draw(page, charts.metricAgainstTime(trials));
    const range = await page.evaluate(
      () =>
        (document.querySelector('#chart') as unknown as { _fullLayout: { xaxis: { range: number[] } } })
          ._fullLayout.xaxis.range,
    );
    expect(range[0]).toBeGreaterThan(90);
  });

  it('match countries by their names on Last.fm', async () => {
    await page.evaluate(() => Plotly.setPlotConfig({ logging: 2 }));
    const codes = await countryCodes(page, Object.keys(COUNTRY_CODES));
    await page.evaluate(() => Plotly.setPlotConfig({ logging: 1 }));
    expect(codes).toEqual(Object.values(COUNTRY_CODES));
    expect(plotly.noise.splice(0)).toEqual([]);
  });

  it.skipIf(!profiles)('match every country of the real profiles (needs the shared data)', async () => {
    const lines = (await readFile(profiles!, 'utf8')).split('\n');
    const countries = [...new Set(lines.map((line) => line.split('\t')[3]))];
    expect(countries).toHaveLength(71);
    await page.evaluate(() => Plotly.setPlotConfig({ logging: 2 }));
    await countryCodes(page, countries);
    await page.evaluate(() => Plotly.setPlotConfig({ logging: 1 }));
    const noise = plotly.noise.splice(0);
    expect(noise.filter((line) => line.includes('Unrecognized country name'))).toEqual([]);
    // Too small for the map at this scale.
    expect(noise.map((line) => line.match(/id (\w{3}) /)?.[1]).sort()).toEqual(['AND', 'MLT', 'SGP', 'VIR']);
  });
});

/** The code of the shape that Plotly draws for each country, undefined where there is none. */
async function countryCodes(page: Page, countries: string[]): Promise<(string | undefined)[]> {
  await draw(page, charts.listenersByCountry({ country: countries, users: countries.map(() => 1) }));
  return page.locator('#chart').evaluate((chart: unknown) => {
    const { calcdata } = chart as { calcdata: { geojson?: { id?: string } }[][] };
    return calcdata[0].map(({ geojson }) => geojson?.id);
  });
}

/** A map of 300 artists with long names, so even that labels collide unless some are left out. */
function sunflower(): PlotlyFigure {
  const points = Array.from({ length: 300 }, (_, row) => row);
  return charts.artistMap({
    artist: points.map((row) => `${row % 3 === 0 ? 'WW MOTÖRHEAD' : '音楽 an artist'} named ${row}`),
    x: points.map((row) => Math.sqrt(row) * Math.cos(row * 2.4)),
    y: points.map((row) => Math.sqrt(row) * Math.sin(row * 2.4)),
    cluster: points.map((row) => row % 12),
    listeners: points.map(() => 5),
  });
}

/** How many labels the map has; none may leave it or cover another. */
async function labelsThatTouchNothing(page: Page): Promise<number> {
  const labels = await page.locator('#chart .textpoint text').all();
  const map = (await page.locator('#chart .main-svg').first().boundingBox())!;
  const boxes = (await Promise.all(labels.map((label) => label.boundingBox()))).flatMap((box) =>
    box && box.width > 0 ? [box] : [],
  );
  for (const [at, a] of boxes.entries()) {
    expect(a.x).toBeGreaterThanOrEqual(map.x);
    expect(a.x + a.width).toBeLessThanOrEqual(map.x + map.width);
    for (const b of boxes.slice(at + 1)) {
      const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      expect(Math.min(wide, high)).toBeLessThanOrEqual(0);
    }
  }
  return boxes.length;
}
