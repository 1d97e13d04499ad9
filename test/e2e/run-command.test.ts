import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { inProcess } from '../cli/in-process.js';
import { ended, listenlab, start } from '../cli/listenlab.js';
import { playsOfTwoCamps } from '../cli/plays.js';
import { useFolder } from '../support/folder.js';

const folder = useFolder();

beforeEach(async () => {
  await writeFile(folder.file('plays.tsv'), playsOfTwoCamps());
  await mkdir(folder.file('books'));
  await notebook('one', [
    "const dataset = 'sample';\nconst factors = 20;",
    "console.log('dataset', dataset, 'factors', factors);",
  ]);
});

/** Writes books/NAME.ipynb; the first cell is its parameters cell. */
async function notebook(name: string, sources: string[]): Promise<void> {
  const cells = sources.map((source, i) => ({
    cell_type: 'code',
    id: `cell-${i}`,
    metadata: i === 0 ? { tags: ['parameters'] } : {},
    source,
    execution_count: null,
    outputs: [],
  }));
  const content = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  await writeFile(folder.file(`books/${name}.ipynb`), JSON.stringify(content));
}

async function refused(args: string[]): Promise<string> {
  const { code, stdout, stderr } = await inProcess(['run', ...args], folder);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^error: .*\n$/);
  return stderr.trimEnd();
}

test('run executes notebooks in order with a line per cell, and writes copies and a report', async () => {
  await notebook('two', ['const factors = 20;', '// the product\nfactors * 6;']);
  const source = await readFile(folder.file('books/one.ipynb'), 'utf8');
  const { code, stdout, stderr } = await listenlab(
    [
      'run',
      'books/one.ipynb',
      'books/two.ipynb',
      '--dataset',
      'plays.tsv',
      '--set',
      'factors=7',
      '--report',
      'out/all.html',
    ],
    folder,
  );
  expect(code).toBe(0);
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^one {2}1\/3 {2}const dataset = 'sample'; +[\d.]+ s$/),
    expect.stringMatching(/^one {2}2\/3 {2}const dataset = "\.\.\/plays\.tsv"; +[\d.]+ s$/),
    expect.stringMatching(/^one {2}3\/3 {2}console\.log\(.* +[\d.]+ s$/),
    expect.stringMatching(/^two {2}1\/3 {2}const factors = 20; +[\d.]+ s$/),
    expect.stringMatching(/^two {2}2\/3 {2}const factors = 7; +[\d.]+ s$/),
    expect.stringMatching(/^two {2}3\/3 {2}factors \* 6; +[\d.]+ s$/),
  ]);
  const report = folder.file('out/all.html');
  expect(stdout.trimEnd().split('\n')).toEqual([
    expect.stringMatching(
      new RegExp(`^ran 2 notebooks in [\\d.]+ s; executed copies are in ${folder.file('out/all')}$`),
    ),
    `report: ${pathToFileURL(report).href}`,
  ]);
  expect(await readFile(folder.file('books/one.ipynb'), 'utf8')).toBe(source);
  expect(await readFile(folder.file('out/all/one.ipynb'), 'utf8')).toContain(
    'dataset ../plays.tsv factors 7',
  );
  expect(await readFile(folder.file('out/all/two.ipynb'), 'utf8')).toContain('42');
  const html = await readFile(report, 'utf8');
  expect(html).toContain('<title>What people listen to: plays.tsv</title>');
  expect(html).toContain('dataset plays.tsv factors 7');
});

test('a report has a title, an author and the settings of all notebooks, two reports get an index, and --set name=value overrides a file', async () => {
  const make = (name: string, ...more: string[]) =>
    listenlab(
      ['run', 'books/one.ipynb', '--dataset', 'plays.tsv', '--report', `out/${name}.html`, ...more],
      folder,
    );
  const first = await make('first', '--title', 'The <first>', '--author', 'Ana & Bo');
  expect(first.stdout).not.toContain('index');
  const html = await readFile(folder.file('out/first.html'), 'utf8');
  expect(html).toContain('<h1>The &lt;first&gt;</h1>');
  expect(html).toContain('<dt>Author</dt><dd>Ana &amp; Bo</dd>');
  expect(html).toContain('<th scope="row">factors</th><td>20</td>');
  expect(html).not.toContain('<th scope="row">dataset</th>');
  await writeFile(folder.file('out/broken.html'), html.slice(0, html.indexOf('page_summary')));
  await writeFile(folder.file('settings.json'), '{ "factors": 8 }');
  const second = await make('second', '--set', 'factors=7', '--set', '@settings.json');
  const index = folder.file('out/index.html');
  expect(second.stdout.trimEnd().split('\n').at(-1)).toBe(`index: ${pathToFileURL(index).href} (2 reports)`);
  expect(second.stderr).toContain('metadata cannot be read: broken.html; make them again with --report');
  const table = /<tbody>.*<\/tbody>/s.exec(await readFile(index, 'utf8'))?.[0] ?? '';
  expect(table).toMatch(/href="second\.html".*<td>7<\/td>.*href="first\.html".*<td>20<\/td>/s);
  const settingsOf = async (copy: string) =>
    JSON.parse(await readFile(folder.file(copy), 'utf8')).metadata.listenlab.executedWith;
  expect(await settingsOf('out/first/one.ipynb')).toEqual({
    '--title': 'The <first>',
    '--author': 'Ana & Bo',
  });
  expect(await settingsOf('out/second/one.ipynb')).toEqual({ factors: '7' });
});

test('a report contains no users unless requested, while the executed copy does', async () => {
  const user = 'e6a2bfa31c5e41ec94b8ff3a2a8a4e1d';
  await writeFile(folder.file('hashes.tsv'), `${user}\t\tkent\t3\nbo\t\tkent\t2\n`);
  await notebook('users', [
    "const dataset = '';\nconst user = '';\nconst includeUsers = false;",
    `console.log(includeUsers, '${user}');`,
  ]);
  const make = (...more: string[]) =>
    listenlab(
      [
        'run',
        'books/users.ipynb',
        '--dataset',
        'hashes.tsv',
        '--set',
        'user=bo',
        '--report',
        'out.html',
        ...more,
      ],
      folder,
    );
  const hidden = await make();
  expect(hidden.stderr).toContain(
    'hid users in the report: cell 2 of users, cell 3 of users; --include-users shows them\n',
  );
  const html = await readFile(folder.file('out.html'), 'utf8');
  expect(html).not.toContain(user);
  expect(html).toContain('false [listener 2]');
  expect(html).toContain('<th scope="row">user</th><td>[listener 1]</td>');
  expect(await readFile(folder.file('out/users.ipynb'), 'utf8')).toContain(user);
  const shown = await make('--include-users');
  expect(shown.stderr).not.toContain('hid users');
  expect(await readFile(folder.file('out.html'), 'utf8')).toContain(`true ${user}`);
});

test('a report of notebooks on several datasets names each and hides the users of all', async () => {
  const user = 'e6a2bfa31c5e41ec94b8ff3a2a8a4e1d';
  await writeFile(folder.file('hashes.tsv'), `${user}\t\tkent\t3\nbo\t\tkent\t2\n`);
  await notebook('two', ["const dataset = '../hashes.tsv';", `console.log('seen', '${user}');`]);
  const made = await listenlab(
    ['run', 'books/one.ipynb', 'books/two.ipynb', '--report', 'both.html'],
    folder,
  );
  expect(made.stderr).toContain('hid users in the report: cell 2 of two;');
  const html = await readFile(folder.file('both.html'), 'utf8');
  expect(html).not.toContain(user);
  expect(html).toContain('<dt>Dataset</dt><dd>Last.fm sample (simulated), hashes.tsv</dd>');
});

test('an invalid settings file is refused with one line', async () => {
  const tryFile = async (content: string) => {
    await writeFile(folder.file('s.json'), content);
    return refused(['books/one.ipynb', '--set', '@s.json']);
  };
  const expected = 'expected an object of settings, as in {"alpha": 1, "weighting": "log"}';
  expect(await tryFile('[1]')).toBe(`error: s.json contains no settings; ${expected}`);
  expect(await tryFile('{"factors": null}')).toContain(
    "parameter factors is 'null'; expected a number like its default",
  );
  expect(await tryFile('{"factors": [1]}')).toContain("parameter factors is '[1]'; expected a number like");
  expect(await tryFile('{')).toMatch(/^error: s\.json is not a file of settings in JSON: /);
  expect(await tryFile('{"factrs": 1}')).toContain("no notebook has a parameter 'factrs'");
  expect(await refused(['books/one.ipynb', '--set', '@none.json'])).toBe(
    'error: no file none.json; expected, after --set @, a JSON file of settings',
  );
  expect(await refused(['books/one.ipynb', '--set', 's.json'])).toBe(
    'error: --set s.json cannot be read; for the settings in a file write --set @s.json',
  );
  expect(await refused(['books'])).toMatch(/^error: .*books is a folder; name the notebooks in it/);
  expect(await refused(['books/one.ipynb', '--report', 'r.txt'])).toMatch(
    /^error: the report is HTML, but its file is called r\.txt; /,
  );
});

test('a relative data directory is the same for the kernel', async () => {
  await notebook('where', ['const a = 1;', 'console.log(process.env.LISTENLAB_DATA);']);
  const { code } = await listenlab(['run', 'books/where.ipynb', '--output', 'copies'], folder, {
    LISTENLAB_DATA: 'data',
  });
  expect(code).toBe(0);
  expect(await readFile(folder.file('copies/where.ipynb'), 'utf8')).toContain(folder.data);
});

test('reports in one folder keep separate executed notebooks, and each replaces only its own', async () => {
  await notebook('two', ['const factors = 20;', 'factors * 6;']);
  const make = (name: string, factors: number, ...more: string[]) =>
    listenlab(
      [
        'run',
        ...more,
        '--dataset',
        'plays.tsv',
        '--set',
        `factors=${factors}`,
        '--report',
        `out/${name}.html`,
      ],
      folder,
    );
  const copy = (file: string) => readFile(folder.file(`out/${file}.ipynb`), 'utf8');
  expect((await make('mine', 5, 'books/one.ipynb', 'books/two.ipynb')).code).toBe(0);
  await writeFile(folder.file('out/mine/own.ipynb'), await readFile(folder.file('books/two.ipynb')));
  expect((await make('other', 6, 'books/one.ipynb')).code).toBe(0);
  expect(await copy('mine/one')).toContain('const factors = 5;');
  expect(await copy('other/one')).toContain('const factors = 6;');

  expect((await make('mine', 7, 'books/one.ipynb')).code).toBe(0);
  expect(await copy('mine/one')).toContain('const factors = 7;');
  expect((await readdir(folder.file('out/mine'))).sort()).toEqual(['one.ipynb', 'own.ipynb']);
  expect(await copy('other/one')).toContain('const factors = 6;');

  const into = (...more: string[]) => refused(['books/one.ipynb', '--output', 'out/mine', ...more]);
  const belongs = `error: the executed copy of ${folder.file('books/one.ipynb')} would replace ${folder.file('out/mine/one.ipynb')}, which belongs to the report ${folder.file('out/mine.html')}; choose another folder with --output, or move it away`;
  expect(await into()).toBe(belongs);
  expect(await into('--report', 'out/third.html')).toBe(belongs);
});

test('the first failing cell stops the run and shows source, output and error, without a report', async () => {
  await notebook('bad', [
    'const a = 1;',
    "console.log('so far');\nthrow new RangeError('too far');",
    "console.log('never')",
  ]);
  const { code, stdout, stderr } = await listenlab(
    ['run', 'books/bad.ipynb', 'books/one.ipynb', '--report', 'all.html'],
    folder,
  );
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^bad {2}2\/3 .* failed after [\d.]+ s$/m);
  expect(stderr).toContain(
    "error: cell 2 of bad.ipynb failed:\n    console.log('so far');\n    throw new RangeError('too far');\n\nIts output:\n    so far\n\nRangeError: too far\n",
  );
  expect(stderr).not.toMatch(/^one|bug in listenlab/m);
  expect(stderr).not.toContain('\u001b');
  expect(await readdir(folder.path)).toEqual(['all-unfinished', 'books', 'data', 'plays.tsv']);
  expect(await readdir(folder.file('all-unfinished'))).toEqual(['bad.ipynb']);
  expect(stderr).toContain(`the executed copies of this run are in ${folder.file('all-unfinished')}\n`);
});

test('a run that fails or is interrupted leaves the previous report with its executed copies', async () => {
  const run = ['run', 'books/one.ipynb', 'books/two.ipynb', '--report', 'out/all.html'];
  const files = ['all.html', 'all/one.ipynb', 'all/two.ipynb'];
  const contents = () => Promise.all(files.map((file) => readFile(folder.file(`out/${file}`), 'utf8')));
  await notebook('two', ['const factors = 20;', 'factors * 6;']);
  expect((await listenlab([...run, '--set', 'factors=5'], folder)).code).toBe(0);
  const before = await contents();

  await notebook('two', ['const factors = 20;', "throw new RangeError('too far');"]);
  const failed = await listenlab([...run, '--set', 'factors=6'], folder);
  expect({ code: failed.code, stdout: failed.stdout }).toEqual({ code: 1, stdout: '' });
  expect(failed.stderr).toContain(
    `${folder.file('out/all.html')} and its executed copies in ${folder.file('out/all')} are unchanged; the executed copies of this run are in ${folder.file('out/all-unfinished')}\n`,
  );
  expect(await contents()).toEqual(before);
  expect((await readdir(folder.file('out/all-unfinished'))).sort()).toEqual(['one.ipynb', 'two.ipynb']);
  expect(await readFile(folder.file('out/all-unfinished/two.ipynb'), 'utf8')).toContain('too far');

  await notebook('two', [
    'const factors = 20;',
    "import { writeFileSync } from 'node:fs';\nwriteFileSync('started', '');\nfor (;;) {}",
  ]);
  const child = start([...run, '--set', 'factors=7'], folder);
  const end = ended(child);
  while (!existsSync(folder.file('books/started'))) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect((await end).code).toBe(130);
  expect(await contents()).toEqual(before);
  expect((await readdir(folder.file('out'))).sort()).toEqual(['all', 'all.html']);

  await notebook('two', ['const factors = 20;', 'factors * 6;']);
  expect((await listenlab([...run, '--set', 'factors=8'], folder)).code).toBe(0);
  const [, one, two] = await contents();
  expect(one).toContain('const factors = 8;');
  expect(two).toContain('48');
  expect((await readdir(folder.file('out'))).sort()).toEqual(['all', 'all.html']);
});

test('a table is read with the given options, passed as the parameter tableOptions', async () => {
  await notebook('table', [
    "let dataset = 'sample';\nlet tableOptions = {};",
    "import { openDataset } from 'listenlab';\nconst raw = await openDataset(dataset, tableOptions);",
    'console.log(JSON.stringify((await raw.query(`FROM plays`)).columns));',
  ]);
  await writeFile(folder.file('table.csv'), 'customer;artist;n\nann;Björk;1.234,0\n');
  const run = ['run', 'books/table.ipynb', '--dataset', 'table.csv'];
  const printed = async (args: string[]) => {
    const { code, stderr } = await listenlab([...run, ...args], folder);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const copy = JSON.parse(await readFile(folder.file('reports/table.ipynb'), 'utf8'));
    return [copy.cells.at(-1).outputs[0].text].flat().join('').trim();
  };
  const found = JSON.stringify({ user: ['ann'], artist: ['Björk'], plays: [1234], line: [2] });
  expect(await printed(['--columns', 'user=customer,plays=3', '--decimal', ','])).toBe(found);
  const options = JSON.stringify({ columns: { user: 'customer', plays: 'n' } });
  expect(await printed(['--set', `tableOptions=${options}`])).toBe(found);
  expect(await refused(run.slice(1))).toMatch(
    /has no column 'user'; its columns are customer, artist, n; say which columns to use with --columns user=customer,artist=artist,plays=n$/,
  );
  expect(await refused([...run.slice(1), '--set', `tableOptions=${options}`, '--no-header'])).toBe(
    'error: --no-header and --set tableOptions=... were both given; leave one of them out',
  );
});

test('a table is read as the notebook itself or its environment specifies', async () => {
  const opens = (tableOptions: string) => [
    `let dataset = process.env.LISTENLAB_DATASET ?? '../table.csv';\nlet tableOptions = ${tableOptions};`,
    "import { openDataset } from 'listenlab';\nconst raw = await openDataset(dataset, tableOptions);",
    'console.log(JSON.stringify((await raw.query(`FROM plays`)).columns));',
  ];
  const options = "{ columns: { user: 'customer', plays: 3 }, decimal: ',' }";
  await notebook('literal', opens(options));
  await notebook('chosen', opens("JSON.parse(process.env.LISTENLAB_TABLE_OPTIONS ?? '{}')"));
  await writeFile(folder.file('table.csv'), 'customer;artist;n\nann;Björk;1.234,0\n');
  const env = {
    LISTENLAB_DATASET: folder.file('table.csv'),
    LISTENLAB_TABLE_OPTIONS: JSON.stringify({ columns: { user: 'customer', plays: 3 }, decimal: ',' }),
  };
  for (const [name, given] of [
    ['literal', {}],
    ['chosen', env],
  ] as const) {
    const { code, stderr } = await listenlab(['run', `books/${name}.ipynb`], folder, given);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const copy = JSON.parse(await readFile(folder.file(`reports/${name}.ipynb`), 'utf8'));
    expect([copy.cells.at(-1).outputs[0].text].flat().join('').trim()).toBe(
      JSON.stringify({ user: ['ann'], artist: ['Björk'], plays: [1234], line: [2] }),
    );
  }
  expect(await refused(['books/chosen.ipynb', '--dataset', 'table.csv'])).toMatch(/has no column 'user'/);
});

describe('a mistake prints one line before any kernel starts', () => {
  test.each([
    [
      ['--set', 'factrs=3'],
      "error: no notebook has a parameter 'factrs'; did you mean 'factors'? There are dataset, factors",
    ],
    [['--set', 'factors=many'], "error: parameter factors is 'many'; expected a number like its default 20"],
    [['--set', 'factors'], 'error: --set factors cannot be read; expected name=value, as in --set alpha=1'],
    [['--set', 'factors=1', '--set', 'factors=2'], 'error: --set gives factors twice; leave one of them out'],
    [
      ['--set', 'dataset=a', '--dataset', 'b'],
      'error: --dataset and --set dataset=... were both given; leave one of them out',
    ],
    [
      ['--dataset', 'sampel'],
      "error: no dataset or file 'sampel'; did you mean 'sample'? Datasets: sample, lastfm-2k, lastfm-360k, lastfm-1k",
    ],
    [['--title', 'T'], 'error: --title was given without a report; add --report FILE.html'],
    [['--author', 'A'], 'error: --author was given without a report; add --report FILE.html'],
    [['--detail', 'full'], 'error: --detail was given without a report; add --report FILE.html'],
    [
      ['books/../books/one.ipynb'],
      'error: two notebooks are called one, and so would their executed copies be; run them one after the other',
    ],
  ])('%j', async (more, line) => {
    expect(await refused(['books/one.ipynb', ...more])).toBe(line);
  });

  test('invalid notebooks and impossible report paths', async () => {
    expect(await refused(['books/three.ipynb'])).toBe(
      `error: no notebook ${folder.file('books/three.ipynb')}; expected the path of an .ipynb file`,
    );
    expect(await refused(['plays.tsv'])).toMatch(/^error: plays\.tsv is not a notebook/);
    expect(await refused(['books/one.ipynb', '--report', 'books'])).toMatch(
      /books is a folder; expected a file to write/,
    );
    expect(await refused(['books/one.ipynb', '--output', 'plays.tsv'])).toMatch(
      /cannot write .*plays\.tsv\/one\.ipynb: .*plays\.tsv is not a writable folder/,
    );
    expect(await refused(['books/one.ipynb', '--dataset', 'plays.tsv', '--output', 'books'])).toMatch(
      /the executed copy of .*one\.ipynb would replace it; choose another output folder/,
    );
  });
});

test('SIGINT stops an endless cell with exit code 130, and its kernel', async () => {
  await notebook('loop', ['console.log(process.pid);', 'for (;;) {}']);
  const child = start(['run', 'books/loop.ipynb'], folder);
  const end = ended(child);
  await once(child.stderr ?? child, 'data');
  child.kill('SIGINT');
  const { code, stderr } = await end;
  expect(code).toBe(130);
  expect(stderr).toMatch(/\ninterrupted\n$/);
  const copy = JSON.parse(await readFile(folder.file('reports/loop.ipynb'), 'utf8'));
  const kernel = Number([copy.cells[0].outputs[0].text].flat().join(''));
  expect(kernel).toBeGreaterThan(0);
  await expect.poll(() => isRunning(kernel)).toBe(false);
});

test('SIGINT stops a training in a notebook with exit code 130, and its kernel', async () => {
  await notebook('training', [
    "const dataset = '../plays.tsv';",
    "import { writeFileSync } from 'node:fs';\nimport { openDataset, trainAls } from 'listenlab';",
    'const raw = await openDataset(dataset);\nconst { dataset: plays } = await raw.clean();',
    'const interactions = await plays.interactions();\nconsole.log(process.pid);',
    "await trainAls(interactions, { iterations: 100_000, onIteration: () => writeFileSync('started', '') });",
  ]);
  const child = start(['run', 'books/training.ipynb'], folder);
  const end = ended(child);
  while (!existsSync(folder.file('books/started'))) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  const { code, stderr } = await end;
  expect(code).toBe(130);
  expect(stderr).toMatch(/\ninterrupted\n$/);
  const { cells } = JSON.parse(await readFile(folder.file('reports/training.ipynb'), 'utf8'));
  expect(cells[4].outputs).toMatchObject([{ output_type: 'error', ename: 'KeyboardInterrupt' }]);
  const kernel = Number([cells[3].outputs[0].text].flat().join(''));
  expect(kernel).toBeGreaterThan(0);
  await expect.poll(() => isRunning(kernel)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
