// Checks that every link of the built API reference leads to a file that exists, and to a place in it: node scripts/reference-links.mjs [FOLDER]
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(process.argv[2] ?? 'docs');

/** Unescapes what HTML escapes in an attribute. */
function attribute(text) {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

/** The anchors of a Markdown file's headings, as GitHub makes them. */
function headings(text) {
  return [...text.matchAll(/^#+ +(.+?) *$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const anchors = new Map();

/** The places in a file that a link can name. */
function anchorsIn(file) {
  const known = anchors.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8');
  const ids = file.endsWith('.md')
    ? headings(text)
    : [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => attribute(id));
  anchors.set(file, new Set(ids));
  return anchors.get(file);
}

/** What is wrong with a link on a page; undefined if nothing is. */
function mistakeOf(page, link) {
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(link)) return undefined;
  const [target, anchor] = link.split('#');
  const file = target === '' ? page : path.resolve(path.dirname(page), decodeURI(target.replace(/\?.*/, '')));
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return 'there is no such file';
  return anchor && !anchorsIn(file).has(decodeURIComponent(anchor))
    ? 'the file has no such place'
    : undefined;
}

const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));
let links = 0;
const mistakes = pages.flatMap((name) => {
  const page = path.join(folder, name);
  // What a script writes is not a link of the page.
  const text = readFileSync(page, 'utf8').replaceAll(/(<script[^>]*>)[\s\S]*?(<\/script>)/g, '$1$2');
  const found = text.matchAll(/\s(?:href|src)="([^"]*)"/g);
  return [...new Set([...found].map(([, link]) => attribute(link)))].flatMap((link) => {
    links += 1;
    const mistake = mistakeOf(page, link);
    return mistake ? [`${name}: ${link}: ${mistake}`] : [];
  });
});
if (links === 0) mistakes.push(`there is no page with a link in ${folder}`);
for (const mistake of mistakes) console.error(mistake);
if (mistakes.length > 0) process.exitCode = 1;
else console.log(`${links} links of ${pages.length} pages lead where they say`);
