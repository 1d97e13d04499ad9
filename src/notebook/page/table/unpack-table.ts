import { isTableData, type PackedTable, type TableData } from '../../table/packed-table.js';

/**
 * The values of a table.
 *
 * @throws Error where they are damaged, or the browser (before 2023) cannot unpack them
 */
export async function unpackTable({ data, kept, columns }: PackedTable): Promise<TableData> {
  if (typeof data !== 'string') return data;
  const unpacked = new Blob([bytesOf(data)]).stream().pipeThrough(new DecompressionStream('deflate'));
  const values: unknown = await new Response(unpacked).json();
  if (!isTableData(values, columns.length, kept)) throw new Error('it does not hold its columns');
  return values;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
