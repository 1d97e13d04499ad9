import { PICTURE_FONT } from './picture-figure.js';

/** Attributes that are for a page in which the figure can be used. */
const FOR_USE = / (?:data-[\w-]+|class|pointer-events)="[^"]*"/g;
/** Properties that have their initial value, or none that a picture needs. */
const IDLE =
  /\b(?:vector-effect:\s*none|pointer-events:\s*\w+|white-space:\s*pre|cursor:\s*\w+|(?:fill|stroke)?-?opacity:\s*1|text-transform:\s*none|font-weight:\s*(?:400|normal)|font-style:\s*normal|font-variant:\s*normal|background:\s*)(?:;\s*|(?="))/g;
const NUMBERS = / (?:d|transform|points|x|y|width|height)="[^"]*"/g;

/** The font of every text, said once for all of them. */
const FONT = /font-family:\s*Arial,[^;"]*;\s*/g;
const NO_STYLE = / style="\s*"/g;
const NO_DASHES = /stroke-dasharray:\s*;\s*/g;
const EMPTY_GROUP = /<g(?: [^>]*[^>/ ])?(?: ?\/>|><\/g>)/g;
/** The gradient of a colour bar, whose id has a random part of its own. */
const COLOUR_BAR = /id="g\w+-(cb\w+)"/g;
const RGB = /rgb\((\d+), ?(\d+), ?(\d+)\)/g;

/**
 * The same picture in less text, and each time in the same: coordinates in tenths of a pixel, nothing that is only
 * for a page, and in place of the random part of ids one that depends on the content, as pictures may share a page.
 */
export function slimSvg(svg: string): string {
  const slim = svg
    .replace(FOR_USE, '')
    .replace(IDLE, '')
    .replace(NO_DASHES, '')
    .replace(FONT, '')
    .replace(NO_STYLE, '')
    .replace(EMPTY_GROUP, '')
    .replace(RGB, (_, ...channels: string[]) => hexOf(channels.slice(0, 3)))
    .replace('<svg ', `<svg font-family="${PICTURE_FONT}" `)
    .replace(NUMBERS, (attribute) => attribute.replace(/(\d\.\d)\d+(?![\de])/g, '$1'));
  const named = [...slim.matchAll(COLOUR_BAR)].reduce(
    (text, [, random], at) => text.replaceAll(random, `cb${at + 1}`),
    slim,
  );
  const random = /id="defs-(\w+)"/.exec(named)?.[1];
  return random === undefined ? named : named.replaceAll(random, hashOf(named.replaceAll(random, '')));
}

function hexOf(channels: readonly string[]): string {
  return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, '0')).join('')}`;
}

/** FNV-1a, 32 bits: enough to tell the pictures of a page apart. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
