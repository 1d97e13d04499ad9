import { readFile } from 'node:fs/promises';

/** The numbers of figures, tables and pictures in a saved notebook. */
export async function readOutputs(
  file: string,
): Promise<{ figures: number; tables: number; pictures: number }> {
  const { cells } = JSON.parse(await readFile(file, 'utf8'));
  const outputs: Record<string, unknown>[] = cells.flatMap((cell: { outputs?: { data?: object }[] }) =>
    (cell.outputs ?? []).map(({ data }) => data ?? {}),
  );
  return {
    figures: outputs.filter((data) => 'application/vnd.plotly.v1+json' in data).length,
    tables: outputs.filter((data) => String(data['text/html'] ?? '').includes('<table')).length,
    pictures: outputs.filter((data) => String(data['image/png'] ?? '').startsWith('iVBORw0KGgo')).length,
  };
}
