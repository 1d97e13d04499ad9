// Writes the gallery of charts beside the API reference, and a link to it on the first page: node scripts/gallery.mjs [FOLDER]
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf, EXAMPLES, prepare } from './gallery/examples.mjs';
import { galleryPage } from './gallery/page.mjs';

const folder = path.resolve(process.argv[2] ?? 'docs');
const data = await prepare();
const examples = [];
for (const { name, about, draw } of EXAMPLES) {
  examples.push({ name, about, code: codeOf(draw), figure: await draw(data) });
}
writeFileSync(path.join(folder, 'gallery.html'), galleryPage(examples, codeOf(prepare)));

const first = path.join(folder, 'index.html');
const html = readFileSync(first, 'utf8');
const place = '<div class="tsd-panel tsd-typography">';
if (!html.includes(place))
  throw new Error(`${first} has no place for a link to the gallery; expected ${place}`);
writeFileSync(
  first,
  html.replace(place, `${place}<p><a href="gallery.html">All charts, with the calls that draw them</a></p>`),
);
console.log(`${examples.length} charts are in ${path.join(folder, 'gallery.html')}`);
