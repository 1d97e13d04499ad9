/** listenlab's mark, in the colour of the text around it. @param size in pixels */
export function markSvg(size: number): string {
  return `<svg aria-hidden="true" viewBox="0 0 16 16" width="${size}" height="${size}"><path d="M2 6v4M5 3v10M8 5v6M11 1v14M14 6v4" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>`;
}
