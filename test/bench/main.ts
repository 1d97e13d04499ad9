import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BENCHMARKS } from './benchmarks.js';
import type { BenchContext } from './harness/context.js';
import { findPython, PeerProgram, versionLine } from './harness/peer.js';
import { machineLine, resultTable, writeSection } from './harness/results.js';
import { ensureStandIn } from './stand-in/stand-in.js';

/** This file is bundled to dist/bench/main.js. */
const ROOT = path.resolve(import.meta.dirname, '../..');
const BENCH = path.join(ROOT, 'test/bench');
const USAGE = `npm run bench -- [NAME...] [--runs N] [--write]\nNames: ${Object.keys(BENCHMARKS).join(', ')}`;
const say = (line: string) => console.log(line);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' }, write: { type: 'boolean', default: false } },
});
const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
const unknown = names.find((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown !== undefined || !(Number(values.runs) >= 1)) {
  say(
    unknown === undefined
      ? `--runs is ${values.runs}; expected a whole number from 1`
      : `no benchmark '${unknown}'`,
  );
  say(USAGE);
  process.exit(1);
}

const found = findPython();
const machine = machineLine(found && versionLine(found));
say(machine);
if (!found) say('No Python (name one in LISTENLAB_BENCH_PYTHON): peers are not run.');
const dataDirectory = process.env.LISTENLAB_BENCH_DATA ?? path.join(ROOT, 'data/bench');
await mkdir(dataDirectory, { recursive: true });
for (const name of names) {
  const benchmark = BENCHMARKS[name];
  say(`\n${benchmark.title}\n`);
  const programs: PeerProgram[] = [];
  const context: BenchContext = {
    dataDirectory,
    standIn: (users) => ensureStandIn(dataDirectory, users, say),
    findPeer: (script, needs, args = []) => {
      if (!found) return undefined;
      const missing = needs.filter((name) => found.packages[name] === undefined);
      if (missing.length > 0) {
        say(`${[script, ...args].join(' ')} is not run: no ${missing.join(', no ')}`);
        return undefined;
      }
      const command = [found.python, path.join(BENCH, 'peers', script), ...args];
      programs.push(new PeerProgram(command));
      return programs[programs.length - 1];
    },
    runs: Number(values.runs),
    say,
  };
  try {
    const rows = await benchmark.run(context);
    say(`\n${resultTable(rows)}`);
    const date = new Date().toISOString().slice(0, 10);
    if (values.write)
      await writeSection(path.join(BENCH, 'RESULTS.md'), name, benchmark, rows, machine, date);
  } finally {
    for (const program of programs) program.stop();
  }
}
