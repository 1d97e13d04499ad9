import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileRefusal } from '#listenlab/data/dataset/file-error.js';
import { rowsOf, testFolder } from '../support.js';

// Runs the commands that errors suggest, on files made by the programs in question, if those are installed.
const { folder, open } = testFolder();
const CSV = 'user,artist,plays\nann,Low,3\nann,"Sigur Rós, the band",2\nZoë,Low,7\n';
const ROWS = [
  ['Zoë', 'Low', 7],
  ['ann', 'Low', 3],
  ['ann', 'Sigur Rós, the band', 2],
];
/** File names that users may choose. */
const NAMES = ["Ann's plays (1)", '-plays $HOME'];

const works = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const python = (library: string) => works('python3', '-c', `import ${library}`);
const PYTHON = 'import sys, pandas as pd; t = pd.read_csv(sys.argv[1]); f = sys.argv[2];';

interface Program {
  /** The file extension. */
  readonly ending: string;
  readonly isThere: boolean;
  /** A shell command that makes the file ($2) from a CSV file ($1). */
  readonly make: string;
  /** Matches the suggested command in the error, and says what runs it. */
  readonly command: RegExp;
  readonly runs: 'sh' | 'R' | 'python';
}

const inShell = /(?:first: |e\.g\. )(.*?)(?:, (?:and give|or use) .*|; to list its tables.*)?$/s;
const inPython = /, e\.g\. with \w+: (.*?)(?:, and give that file)?$/s;
const inR = /there: (.*), and give that file$/s;
const shell = (ending: string, program: string, make: string, args = ['--version']): Program => {
  return { ending, isThere: works(program, ...args), make, command: inShell, runs: 'sh' };
};
const pandas = (ending: string, library: string, made: string): Program => {
  const make = `python3 -W ignore -c '${PYTHON} ${made}' "$1" "$2"`;
  return { ending, isThere: python(`pandas, ${library}`), make, command: inPython, runs: 'python' };
};
const r = (ending: string, made: string): Program => {
  const make = `Rscript -e 'a <- commandArgs(TRUE); t <- read.csv(a[1], fileEncoding = "UTF-8"); f <- a[2]; ${made}' "$1" "$2"`;
  return { ending, isThere: works('Rscript', '--version'), make, command: inR, runs: 'R' };
};

const PROGRAMS: readonly Program[] = [
  shell('.csv.bz2', 'bzip2', 'bzip2 -c < "$1" > "$2"', ['--help']),
  shell('.bz', 'bzip2', 'bzip2 -c < "$1" > "$2"', ['--help']),
  shell(' packed', 'bzip2', 'bzip2 -c < "$1" > "$2"', ['--help']),
  shell('.csv.xz', 'xz', 'xz -c < "$1" > "$2"'),
  shell('.csv', 'xz', 'xz -c < "$1" > "$2"'),
  shell('.7z', '7z', '7z a "$2" "$1"', ['i']),
  shell('.sqlite', 'sqlite3', 'sqlite3 "$2" ".import --csv \'$1\' plays"'),
  shell('.duckdb', 'duckdb', 'duckdb "$2" "CREATE TABLE plays AS FROM \'$1\'"'),
  r('.rds', 'saveRDS(t, f)'),
  r(' text.rds', 'saveRDS(t, f, ascii = TRUE)'),
  r(' xz.rds', 'saveRDS(t, f, compress = "xz")'),
  r('.rda', 'of_mine <- t; save(of_mine, file = f)'),
  r(' plain.rda', 'of_mine <- t; save(of_mine, file = f, compress = FALSE)'),
  r(' bz.RData', 'of_mine <- t; save(of_mine, file = f, compress = "bzip2")'),
  pandas('.dta', 'sys', 't.to_stata(f, write_index=False, version=118)'),
  pandas('.sav', 'pyreadstat', 'import pyreadstat; pyreadstat.write_sav(t, f)'),
  pandas('.zsav', 'pyreadstat', 'import pyreadstat; pyreadstat.write_sav(t, f, compress=True)'),
  pandas('.xpt', 'pyreadstat', 'import pyreadstat; pyreadstat.write_xport(t, f, file_format_version=5)'),
  pandas(' 8.xpt', 'pyreadstat', 'import pyreadstat; pyreadstat.write_xport(t, f, file_format_version=8)'),
  pandas('.h5', 'tables', 't.to_hdf(f, key="t")'),
  pandas(' index.h5', 'tables', 't.set_index(["user", "artist"]).to_hdf(f, key="t")'),
  pandas('.pkl', 'sys', 't.to_pickle(f)'),
  pandas(' 0.pkl', 'sys', 'import pickle; pickle.dump(t.to_dict("records"), open(f, "wb"), protocol=0)'),
  pandas(' 1.pkl', 'sys', 'import pickle; pickle.dump(t.to_dict("records"), open(f, "wb"), protocol=1)'),
  pandas(' sum.pkl', 'sys', 't.groupby(["user", "artist"]).plays.sum().to_pickle(f)'),
  pandas('.feather', 'pyarrow', 't.to_feather(f)'),
  pandas('.orc', 'pyarrow', 't.to_orc(f)'),
  pandas(
    '.arrows',
    'pyarrow',
    'import pyarrow as pa; t = pa.Table.from_pandas(t); w = pa.ipc.new_stream(f, t.schema); w.write_table(t); w.close()',
  ),
];

/** Runs the suggested command in a folder, as a user would. */
function run(command: string, runs: Program['runs'], where: string): void {
  const options = { cwd: where, stdio: 'pipe' } as const;
  if (runs === 'sh') execFileSync('sh', ['-c', command], options);
  else if (runs === 'R') execFileSync('Rscript', ['-e', command], options);
  else {
    const imports = ['import pandas as pd', 'import pyarrow as pa', 'import pyreadstat'].filter((line) =>
      command.includes(`${line.split(' ').at(-1)}.`),
    );
    execFileSync('python3', ['-W', 'ignore', '-c', [...imports, command].join('\n')], options);
  }
}

describe("the remedy in an error about another program's file works", () => {
  for (const [i, { ending, isThere, make, command, runs }] of PROGRAMS.entries()) {
    it.skipIf(!isThere).each(NAMES)(`%s${ending}`, async (stem) => {
      const where = path.join(folder, String(i), stem);
      mkdirSync(where, { recursive: true });
      const csv = path.join(where, '..', 'made.csv');
      writeFileSync(csv, CSV);
      const file = path.join(where, `${stem}${ending}`);
      execFileSync('sh', ['-c', make, 'sh', csv, file], { stdio: 'pipe' });
      const error: unknown = await open(file).catch((reason: unknown) => reason);
      const said = error instanceof FileRefusal ? error.atCommandLine : (error as Error).message;
      run(command.exec(said)?.[1] ?? said, runs, where);
      const made = readdirSync(where).find((name) => name !== `${stem}${ending}`) ?? '';
      const dataset = await open(path.join(where, made));
      expect(await rowsOf(dataset, 'SELECT "user", artist, plays FROM plays ORDER BY ALL')).toEqual(ROWS);
    });
  }
});
