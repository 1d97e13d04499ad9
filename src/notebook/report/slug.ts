/** Hands out ids for headings; each is unique in the page. */
export type Slugger = (text: string) => string;

/**
 * The plain form of a heading's id: `Users & artists` is `users-artists`. Letters of every script stay,
 * so `Die Ärzte` is `die-ärzte`.
 */
export function slugOf(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  return words ? words.join('-') : 'section';
}

/**
 * A slugger whose ids never repeat: the second `Data` is `data-2`. They hold no underscore; the ids of the
 * page itself all do, so the two never meet.
 */
export function createSlugger(): Slugger {
  const used = new Set<string>();
  return (text) => {
    const slug = slugOf(text);
    let id = slug;
    for (let n = 2; used.has(id); n++) id = `${slug}-${n}`;
    used.add(id);
    return id;
  };
}
