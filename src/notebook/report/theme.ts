import { isText, wrongValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { pictureType } from '../display/mime-bundle.js';

/** A theme with an embedded font or two; more is a mistake. */
const LARGEST_THEME = 512 * 2 ** 10;
/** A logo is small, and a report goes by mail. */
const LARGEST_LOGO = 512 * 2 ** 10;

/**
 * Checks a style sheet from outside. It may set whatever it likes in the page, but not leave its element, and it may
 * refer to nothing outside of the page.
 *
 * @throws InputError saying what is not allowed
 */
export function requireTheme(css: unknown): asserts css is string {
  if (!isText(css)) throw wrongValue(css, "a theme, as CSS: ':root { --accent: #a00 }'");
  if (Buffer.byteLength(css) > LARGEST_THEME) {
    const size = formatBytes(Buffer.byteLength(css));
    throw new InputError(`the theme has ${size}; expected up to ${formatBytes(LARGEST_THEME)}`);
  }
  if (css.includes('\0')) throw new InputError('the theme is not text; expected a CSS file');
  if (/<\/?style/i.test(css))
    throw new InputError('the theme has a <style> tag; expected the rules without it');
  const rules = readCss(css);
  if (/@import/i.test(rules))
    throw new InputError('the theme has an @import, but a report loads nothing; copy those rules into it');
  const outside = /\b(?:(?:image-set|image|src)\(|url\((?!\s*['"]?\s*data:)).{0,60}/is.exec(rules);
  if (outside === null) return;
  throw new InputError(
    `the theme refers to ${outside[0]}, but a report loads nothing; embed it as url(data:...)`,
  );
}

/**
 * CSS with its escapes read as a browser reads them: `@\\69mport` is an import. Comments stay: what looks like one may
 * be inside a string.
 */
function readCss(css: string): string {
  return css.replace(/\\(?:([\da-f]{1,6})\s?|([^\n]))/gi, (_, code: string | undefined, character: string) =>
    code === undefined ? character : characterOf(Number.parseInt(code, 16)),
  );
}

function characterOf(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/**
 * A logo as a data URL. As an image, an SVG can neither run scripts nor load anything.
 *
 * @throws InputError for anything but a PNG, JPEG or SVG of up to 512 KiB
 */
export function logoUrl(logo: unknown): string {
  if (!(logo instanceof Uint8Array)) throw wrongValue(logo, 'the bytes of a PNG, JPEG or SVG picture');
  const bytes = Buffer.from(logo);
  if (bytes.length > LARGEST_LOGO) {
    throw new InputError(
      `the logo has ${formatBytes(bytes.length)}; expected up to ${formatBytes(LARGEST_LOGO)}`,
    );
  }
  const type = pictureType(bytes);
  if (type !== undefined && ['image/png', 'image/jpeg', 'image/svg+xml'].includes(type))
    return `data:${type};base64,${bytes.toString('base64')}`;
  throw new InputError('the logo is not a picture that a report can have; expected a PNG, JPEG or SVG');
}
