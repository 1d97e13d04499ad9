import { describe, expect, it } from 'vitest';
import { hideUsers } from '#listenlab/notebook/report/hide-users.js';
import { renderReport } from '#listenlab/notebook/report/render-report.js';
import { escapeMarkdown } from '#listenlab/util/escape.js';
import { code, display, figure, markdown, notebookOf, result, stream, table } from './support/notebooks.js';

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

  it('matches whole words only', () => {
    expect(text).toContain(`x${ID} ${ID}x`);
  });

  it('empties the columns of users, whatever they contain, and the setting', () => {
    const html = renderReport(notebooks, { title: 'T', generatedAt: new Date(0) });
    expect(html).toContain('<dt>user</dt><dd>[a listener]</dd>');
    expect(html.match(/>\[a listener\]<\/td>/g)).toHaveLength(3);
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
