import { describe, expect, it } from 'vitest';
import { frame, type MimeBundle } from '#listenlab/index.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import type { Output } from '#listenlab/notebook/jupyter/nbformat.js';
import { hideUsers } from '#listenlab/notebook/report/hide/hide-users.js';
import { renderReport } from '#listenlab/notebook/report/render-report.js';
import { unpackTable } from '#listenlab/notebook/table/node/pack-table.js';
import { type PackedTable, TABLE_TYPE } from '#listenlab/notebook/table/packed-table.js';
import { escapeMarkdown } from '#listenlab/util/escape.js';
import { code, display, figure, markdown, notebookOf, result, stream, table } from '../support/notebooks.js';

const ID = '015b1447b3edfa2eb5406dcee6f54fb009c22da2';
const SHORT = '42';
const MARKUP = '<b>ann & bo</b>';
const UNDERSCORED = 'user_000001';

const notebook = notebookOf(
  markdown(`# About ${ID}`),
  code(`let dataset = 'sample';\nlet user = ''; // or 'somebody'\nlet userCount = 3;`, [], ['parameters']),
  code(`const user = "${SHORT}";`, [], ['injected-parameters']),
  code(`userHistory(plays, '${ID}')`, [
    stream(`user ${ID}\nx${ID} ${ID}x\n`),
    table({ user: [ID, SHORT], plays: [9, 42] }),
    table({ artist: [MARKUP], plays: [1] }),
    figure({ data: [{ y: [ID], x: [42] }], layout: { title: { text: `For ${ID}` } } }),
    display({ 'text/markdown': `**${MARKUP}**`, 'application/json': { [ID]: 1 } }),
  ]),
  code('1 + 1', [result({ 'text/plain': '2' })]),
  code('showMarkdown(...)', [display({ 'text/markdown': `**${escapeMarkdown(UNDERSCORED)}**` })]),
);

describe('hiding users', () => {
  const { notebooks, found } = hideUsers([{ name: 'n', notebook }], [ID, SHORT, MARKUP, UNDERSCORED]);
  const text = JSON.stringify(notebooks);

  it('removes all long user names, and reports where they were', () => {
    expect(text).not.toMatch(new RegExp(`\\b${ID}\\b`));
    expect(text).not.toContain('ann & bo');
    expect(text).not.toContain('ann &amp; bo');
    expect(text).not.toContain('000001');
    const places = [0, 2, 3, 5].map((cell) => ({ name: 'n', cell, isText: cell === 0 }));
    expect(found).toEqual(places);
  });

  it('takes the picture of a figure that named a user, and no other', () => {
    const picture = `${'A'.repeat(20)}+${ID}/`;
    const outputs = [ID, 'somebody else'].map(
      (x): Output => ({
        output_type: 'display_data',
        data: { 'application/vnd.plotly.v1+json': { data: [{ x: [x], y: [1] }] }, 'image/png': picture },
        metadata: { 'image/png': { width: 800, height: 450 } },
      }),
    );
    const named = [{ name: 'n', notebook: notebookOf(code('show(...)', outputs)) }];
    const [cell] = hideUsers(named, [ID]).notebooks[0].notebook.cells;
    const [hidden, kept] = cell.cell_type === 'code' ? cell.outputs : [];
    expect(hidden).toMatchObject({ metadata: {} });
    expect(JSON.stringify(hidden)).not.toMatch(/image|015b1447/);
    expect(kept).toEqual(outputs[1]);
  });

  it.each(['User', 'user_id', 'userId', 'USERNAME', 'listener'])('empties the column %s', (heading) => {
    const named = [
      { name: 'n', notebook: notebookOf(code('x', [table({ [heading]: ['bob', 'listener 1'] })])) },
    ];
    const clean = JSON.stringify(hideUsers(named, []).notebooks);
    expect(clean).not.toContain('bob');
    expect(clean).toContain('listener 1');
  });

  const NAME = 'Zoë Müller';
  const svg = (text: string) =>
    `data:image/svg+xml;base64,${Buffer.from(`<svg>${text}</svg>`).toString('base64')}`;
  it.each([
    ['ZOË MÜLLER', '[listener 1]'],
    ['İ zoë müller 42', 'İ [listener 1] 42'],
    [NAME.normalize('NFD'), '[listener 1]'],
    [`https://last.fm/user/${encodeURIComponent(NAME)}`, 'https://last.fm/user/[listener 1]'],
    [svg(NAME), svg('[listener 1]')],
    [svg('somebody'), svg('somebody')],
  ])('finds a name as %j has it', (said, left) => {
    const named = [{ name: 'n', notebook: notebookOf(code('x', [stream(said)])) }];
    const [cell] = hideUsers(named, [NAME]).notebooks[0].notebook.cells;
    expect(cell).toMatchObject({ outputs: [{ text: left }] });
  });

  it('keeps listeners apart: a bar for each, and the same number for each throughout', () => {
    const names = Array.from({ length: 11 }, (_, at) => `planted-user-${at}`);
    const bars = figure({
      data: [{ type: 'bar', x: names.toReversed(), y: names.map((_, at) => at) }],
      layout: {},
    });
    const cells = [
      code('x', [bars, table({ user: [names[3].toUpperCase(), 'bob'] })]),
      markdown(`About ${names[10]}.`),
    ];
    const hidden = JSON.stringify(
      hideUsers([{ name: 'n', notebook: notebookOf(...cells) }], names).notebooks,
    );
    expect(hidden).toContain(JSON.stringify(names.map((_, at) => `[listener ${at + 1}]`)).slice(1, -1));
    expect(hidden).toContain('About [listener 1].');
    expect(hidden).toContain('>[listener 8]</td>');
    expect(hidden).toContain('>[listener 12]</td>');
    expect(hidden).not.toMatch(/planted|bob/i);
  });

  it("speaks the report's language", () => {
    const named = { name: 'n', notebook: notebookOf(markdown(NAME)) };
    const german = { ...named, notebook: { ...named.notebook, metadata: { language: 'de' } } };
    expect(JSON.stringify(hideUsers([german], [NAME]).notebooks)).toContain('"[Hörer 1]"');
    expect(JSON.stringify(hideUsers([named], [NAME], { language: 'de' }).notebooks)).toContain('"[Hörer 1]"');
  });

  it.each(['bob', 'Anna & Co'])(
    'finds whom a parameter names, %s, in prose and charts, however short',
    (user) => {
      const cells = [
        code("let user = '';\nlet artist = 'bobby';", [], ['parameters']),
        code(`let user = '${user}';`, [], ['injected-parameters']),
        code('x', [
          display({ 'text/markdown': `Wirklich, ${escapeMarkdown(user)}.` }),
          figure({
            data: [{ x: [user], y: [1] }],
            layout: { title: { text: `What ${user.toUpperCase()} plays` } },
          }),
        ]),
      ];
      const { notebooks } = hideUsers([{ name: 'n', notebook: notebookOf(...cells) }], []);
      const hidden = JSON.stringify(notebooks);
      expect(hidden).not.toMatch(/\bbob\b|anna/i);
      expect(hidden).toContain('Wirklich, [listener 1].');
      expect(hidden).toContain('What [listener 1] plays');
      expect(hidden).toContain("'bobby'");
    },
  );

  it('looks for no number that a parameter names: it stands in what is nobody’s', () => {
    const cells = [code("let user = '42';", [], ['parameters']), markdown('Of 42 artists.')];
    const hidden = JSON.stringify(hideUsers([{ name: 'n', notebook: notebookOf(...cells) }], []).notebooks);
    expect(hidden).toContain('Of 42 artists.');
    expect(hidden).toContain("'[listener 1]'");
  });

  it.each([
    ['a genitive', 'Katrin Schröders Liste', '[listener 1]s Liste'],
    ['a compound', 'die Katrin-Schröder-Liste', 'die [listener 1]-Liste'],
    [
      'an address',
      '/lists/katrin_schröder?name=Katrin+Schr%C3%B6der',
      '/lists/[listener 1]?name=[listener 1]',
    ],
    ['two lines', 'von Katrin\nSchröder', 'von [listener 1]'],
    ['two spaces', 'KATRIN  SCHRÖDER', '[listener 1]'],
    ['HTML', '<b>Katrin&nbsp;Schröder</b>, Katrin<br/>Schröder', '<b>[listener 1]</b>, [listener 1]'],
    ['no other name', 'Katrin Schröderin, Katrin, Schröder', 'Katrin Schröderin, Katrin, Schröder'],
    ['the longer of two', 'Katrin Schröder-Meier, Katrin Meier', '[listener 1], Katrin Meier'],
  ])('finds a name in %s', (_, written, hidden) => {
    const named = [{ name: 'n', notebook: notebookOf(markdown(written)) }];
    const names = written.includes('Meier')
      ? ['Katrin Schröder', 'Katrin Schröder-Meier']
      : ['Katrin Schröder'];
    expect(hideUsers(named, names).notebooks[0].notebook.cells[0].source).toBe(hidden);
  });

  it('matches whole words only', () => {
    expect(text).toContain(`x${ID} ${ID}x`);
  });

  it('empties the columns of users, whatever they contain, and the setting', () => {
    const html = renderReport(notebooks, { title: 'T', generatedAt: new Date(0) });
    expect(html).toContain('<th scope="row">user</th><td>[listener 2]</td>');
    expect(html.match(/>\[listener \d\]<\/td>/g)).toHaveLength(4);
    expect(html.match(/>42<\/td>/g)).toHaveLength(1);
    expect(html).toContain('>9</td>');
  });

  it('leaves everything else and its input unchanged', () => {
    expect(notebooks[0].notebook.cells[1]).toBe(notebook.cells[1]);
    expect(notebooks[0].notebook.cells[4]).toBe(notebook.cells[4]);
    expect(JSON.stringify(notebook)).toContain(ID);
    expect(text).toContain('"x":[42]');
  });
});

describe('hiding users in packed tables', () => {
  const planted = (count: number) => Array.from({ length: count }, (_, row) => `planted-user-${row}`);
  const numbered = (count: number) => Array.from({ length: count }, (_, row) => `[listener ${row + 1}]`);
  const packed = (bundle: MimeBundle) => bundle[TABLE_TYPE] as PackedTable;

  function hidden(bundle: MimeBundle, names: string[]): MimeBundle {
    const named = { name: 'n', notebook: notebookOf(code('show(table)', [display(bundle)])) };
    const [{ notebook }] = hideUsers([named], names).notebooks;
    const [cell] = notebook.cells;
    const [output] = cell.cell_type === 'code' ? cell.outputs : [];
    return 'data' in output ? output.data : {};
  }

  it.each([20, 5000])('replaces the column of users of %i rows, and keeps no more than are shown', (rows) => {
    const bundle = toMimeBundle(frame({ user: planted(rows), plays: planted(rows).map((_, row) => row) }))!;
    expect(JSON.stringify(unpackTable(packed(bundle)))).toContain('planted-user-7');
    const data = unpackTable(packed(hidden(bundle, [])))!;
    expect(data.values[0]).toEqual(numbered(Math.min(rows, 60)));
    expect(data.values[1]).toHaveLength(Math.min(rows, 60));
  });

  it.each([20, 5000])('replaces names in any cell, row name and heading of %i rows', (rows) => {
    const notes = planted(rows).map((name) => `what ${name} plays`);
    const table = frame({ note: notes, 'planted-user-3': notes.map(() => 1) });
    table.setIndex({ index: planted(rows), inplace: true });
    const bundle = hidden(toMimeBundle(table)!, planted(rows));
    const { columns } = packed(bundle);
    const data = unpackTable(packed(bundle))!;
    expect(columns.map(({ name }) => name)).toEqual(['note', '[listener 4]']);
    expect(data.values[0]).toEqual(numbered(rows).map((name) => `what ${name} plays`));
    expect(data.index).toEqual(numbered(rows));
    expect(JSON.stringify(bundle)).not.toContain('planted');
  });

  it('leaves a table without users as it is, byte by byte', () => {
    const bundle = toMimeBundle(frame({ artist: Array.from({ length: 500 }, (_, row) => `artist ${row}`) }))!;
    expect(hidden(bundle, planted(9))[TABLE_TYPE]).toBe(bundle[TABLE_TYPE]);
  });

  it('drops a packed table that cannot be read', () => {
    const bundle = toMimeBundle(frame({ user: planted(500) }))!;
    for (const damaged of [
      { ...packed(bundle), data: 'AAAA' },
      { ...packed(bundle), columns: [] },
      'text',
      null,
    ]) {
      expect(hidden({ ...bundle, [TABLE_TYPE]: damaged }, [])).not.toHaveProperty([TABLE_TYPE]);
    }
  });
});
