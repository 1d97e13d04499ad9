import { readFile } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { writeFileBeside } from '#listenlab/util/node/files.js';
import type { Benchmark, BenchRow, Pair, Sample } from './context.js';

const HEAD = `# Results

Written by \`npm run bench -- NAME --write\`, one section each. Numbers are the minimum, with the median in brackets;
the ratio is the peer's minimum divided by ours, measured in alternation in the same run. CPU is the time of all
processors, user and system, in the row's unit: the minimum of the same runs.
`;

/** The machine and the versions, in one line. */
export function machineLine(peers: string | undefined): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const parts = [`${cpu.model.trim()}, ${cpus().length} cores, ${memory} GiB`, `${platform()} ${arch()}`];
  return [...parts, `Node ${process.versions.node}`, peers ?? 'no peer'].join('; ');
}

/** A benchmark's rows as a Markdown table, which is also what the terminal shows. */
export function resultTable(rows: readonly BenchRow[]): string {
  const head = [
    '',
    'beside',
    'unit',
    'listenlab',
    'peer',
    'ratio',
    'CPU',
    'CPU of the peer',
    'CPU ratio',
    '',
  ];
  const body = rows.map(({ name, beside, unit, ours, peer, cpu, note }) => [
    name,
    beside ?? '',
    unit,
    sampleText(ours),
    peer ? sampleText(peer) : '',
    ratioText({ ours, peer }),
    cpu ? numberText(cpu.ours.min) : '',
    cpu?.peer ? numberText(cpu.peer.min) : '',
    cpu ? ratioText(cpu) : '',
    note ?? '',
  ]);
  const used = head.map((_, column) => column === 0 || body.some((cells) => cells[column] !== ''));
  const table = [head, ...body].map((cells) => cells.filter((_, column) => used[column]));
  const widths = table[0].map((_, column) => Math.max(3, ...table.map((cells) => cells[column].length)));
  const lines = table.map((cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}

/** Replaces (or adds, at the end) one benchmark's section of the results file. */
export async function writeSection(
  file: string,
  name: string,
  { title, about }: Benchmark,
  rows: readonly BenchRow[],
  machine: string,
  date: string,
): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => HEAD);
  const section = `<!-- ${name} -->\n\n## ${title}\n\n${about}\n\n${resultTable(rows)}\n\n${date}; ${machine}.\n`;
  const start = text.indexOf(`<!-- ${name} -->`);
  const next = start < 0 ? -1 : text.indexOf('<!-- ', start + 1);
  const before = start < 0 ? `${text.trimEnd()}\n\n` : text.slice(0, start);
  const after = next < 0 ? '' : `\n${text.slice(next)}`;
  await writeFileBeside(file, before + section + after);
}

function sampleText({ min, median }: Sample): string {
  return `${numberText(min)} (${numberText(median)})`;
}

/** How many times faster or smaller ours is. */
function ratioText({ ours, peer }: Pair): string {
  if (!peer) return '';
  const ratio = peer.min / ours.min;
  return ratio.toFixed(ratio < 10 ? 2 : 1);
}

/** Three significant digits. */
function numberText(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}
