const TABLE = /<table\b.*?<\/table>/gis;
const ROW = /<tr\b.*?<\/tr>/gis;
const CELL = /(<t([hd])\b[^>]*>)(.*?)(<\/t\2>)/gis;

/** HTML in which no table has anything but this in its columns called `user`; other columns stay. */
export function hideUserColumns(html: string, standIn: string): string {
  return html.replace(TABLE, (table) => {
    const [head = ''] = table.match(ROW) ?? [];
    const names = [...head.matchAll(CELL)].map(([, , , text]) => plainText(text));
    if (!names.includes('user')) return table;
    let rows = 0;
    return table.replace(ROW, (row) => {
      if (rows++ === 0) return row;
      let column = 0;
      return row.replace(CELL, (cell: string, open: string, _: string, text: string, close: string) =>
        names[column++] === 'user' && plainText(text) !== '' ? `${open}${standIn}${close}` : cell,
      );
    });
  });
}

function plainText(html: string): string {
  return html.replace(/<[^>]*>/g, '').trim();
}
