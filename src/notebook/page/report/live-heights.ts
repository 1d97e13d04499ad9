/** The height of a live part at a width, both in CSS pixels. */
export interface HeightAt {
  readonly width: number;
  readonly height: number;
}

/** Gives live parts, before they start and whenever their width changes, the height that they have once they work. */
export function reserveHeights(places: readonly HTMLElement[]): void {
  const widths = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) reserve(target as HTMLElement, contentRect.width);
  });
  for (const place of places) widths.observe(place);
}

function reserve(place: HTMLElement, width: number): void {
  const heights = JSON.parse(place.dataset.heights ?? '[]') as HeightAt[];
  if (width > 0) place.style.setProperty('--reserved', `${Math.round(heightAt(heights, width))}px`);
}

/** Between two widths it changes evenly; outside, it is that of the nearest. */
function heightAt(heights: readonly HeightAt[], width: number): number {
  const wider = heights.findIndex((each) => each.width > width);
  if (wider < 0) return heights.at(-1)?.height ?? 0;
  const [below, above] = [heights[Math.max(0, wider - 1)], heights[wider]];
  if (below === above) return above.height;
  const share = (width - below.width) / (above.width - below.width);
  return below.height + share * (above.height - below.height);
}
