import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { FIGURE_SCRIPT } from '#listenlab/notebook/report/browser/figure-script.js';
import { LIVE_SCRIPT } from '#listenlab/notebook/report/browser/live-script.js';
import { INDEX_SCRIPT, PAGE_SCRIPT } from '#listenlab/notebook/report/browser/page-script.js';
import { THEME_SCRIPT } from '#listenlab/notebook/report/browser/theme-script.js';

const TSC = path.resolve(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');
const OPTIONS = [
  '--noEmit',
  '--allowJs',
  '--checkJs',
  '--strict',
  '--lib',
  'es2022,dom,dom.iterable',
  '--types',
  '',
];

/** What plotly.js puts into the page, as far as the scripts use it. */
const GLOBALS = `declare const Plotly: {
  react(place: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>;
  downloadImage(figure: object, options: object): Promise<string>;
  Icons: Record<string, object>;
};
declare function narrowFigure(figure: { data: object[]; layout: object }, size: { width: number; height: number }): number;
interface Panel { mount(element: HTMLElement, data: object): unknown }
interface Window { PlotlyGeoAssets?: { topojson: object }; listenlabTuner?: Panel; listenlabTry?: Panel }`;

it('holds the scripts of the page to their types', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'page-scripts-'));
  try {
    const scripts = {
      'globals.d.ts': GLOBALS,
      'theme.js': THEME_SCRIPT,
      'page.js': PAGE_SCRIPT,
      'index.js': INDEX_SCRIPT,
      'figures.js': FIGURE_SCRIPT,
      'live.js': LIVE_SCRIPT,
    };
    const files = Object.keys(scripts).map((name) => path.join(folder, name));
    await Promise.all(Object.values(scripts).map((text, i) => writeFile(files[i], text)));
    const found = await promisify(execFile)(process.execPath, [TSC, ...OPTIONS, ...files], {
      cwd: folder,
    }).catch((error) => error);
    expect(found.stdout).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
});
