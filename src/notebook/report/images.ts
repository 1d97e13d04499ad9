const IMAGE_TYPES = ['image/svg+xml', 'image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/**
 * The first image of a bundle as a data URL, or undefined when there is none that could be drawn. An SVG
 * travels this way too: as an image it can neither run scripts nor load anything.
 */
export function dataImage(bundle: Record<string, unknown>): string | undefined {
  const type = IMAGE_TYPES.find((name) => bundle[name] !== undefined);
  if (type === undefined) return undefined;
  const content = String(bundle[type]);
  const base64 =
    type === 'image/svg+xml' ? Buffer.from(content).toString('base64') : content.replace(/\s/g, '');
  return isBase64(base64) ? `data:${type};base64,${base64}` : undefined;
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
