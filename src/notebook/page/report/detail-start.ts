/** How much of the notebooks a report shows. */
export type Detail = 'brief' | 'full';

/** What the page's address asks for, as in `report.html?detail=full`; undefined if nothing. */
export function detailInAddress(): Detail | undefined {
  const asked = new URLSearchParams(location.search).get('detail');
  return asked === 'brief' || asked === 'full' ? asked : undefined;
}
