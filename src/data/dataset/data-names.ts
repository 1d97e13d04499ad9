const DATA = /\.(?:tsv|csv|tab|txt|dat|jsonl?|ndjson|parquet)$/i;
const PACKED = /\.(?:zip|tar|tgz|gz|gzip|zst|zstd)$/i;
/** What lies beside data in archives and folders. */
const BESIDES = /^(?:\.|read.?me|licen[cs]e|changelog)/i;

/** Whether a file is called as tables of plays are. */
export function isDataName(name: string): boolean {
  return DATA.test(name) && !BESIDES.test(name);
}

/** Whether a file is called as what holds tables is. */
export function isPackedName(name: string): boolean {
  return PACKED.test(name) && !BESIDES.test(name);
}

/** Whether a file is called as what only accompanies data is. */
export function isBesideData(name: string): boolean {
  return BESIDES.test(name);
}
