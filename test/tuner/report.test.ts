import { describe, expect, it } from 'vitest';
import { ENGLISH } from '#listenlab/notebook/report/language/words.js';
import { type LiveOutput, readLive, renderBulk, renderLive } from '#listenlab/notebook/report/live.js';
import { renderReport as renderAny } from '#listenlab/notebook/report/render-report.js';
import { renderReport, TRY_TYPE, TUNER_TYPE } from '#listenlab/tuner/kernel/report.js';
import { code, display, notebookOf } from '../notebook/report/support/notebooks.js';

const HOSTILE = '</script><img src=x onerror=alert(1)>';
const header = { title: 'T', generatedAt: new Date(0) };
const reportOf = (...bundles: Record<string, unknown>[]) =>
  renderReport([{ name: 'n', notebook: notebookOf(code('x', bundles.map(display))) }], header);
const TRY: LiveOutput = {
  name: 'try',
  type: TRY_TYPE,
  bulk: 'model',
  script: 'try-script.js',
  heights: () => [{ width: 358, height: 617 }],
  draws: false,
  trains: false,
};
const policyOf = (html: string) => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

const tuner = { [TUNER_TYPE]: { title: HOSTILE, subset: 'AAAA' }, 'text/plain': '[tuner]' };
const tries = [true, false].map((recommend) => ({
  [TRY_TYPE]: { recommend, model: { artists: [HOSTILE] } },
  'text/plain': '[try]',
}));

describe('live parts of a report', () => {
  it('include their script once, and only where they are used', () => {
    const [none, trying, both] = [reportOf(), reportOf(...tries), reportOf(tuner, tuner, ...tries)];
    const counts = (html: string) =>
      ['listenlabTuner=', 'listenlabTry='].map((text) => html.split(text).length - 1);
    expect([none, trying, both].map(counts)).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(trying).not.toContain('[try]');
  });

  it('look as in any other front end if a report does not know them', () => {
    const notebooks = [{ name: 'n', notebook: notebookOf(code('x', [display(tuner)])) }];
    expect(renderAny(notebooks, header)).toContain('[tuner]');
    expect(renderReport(notebooks, header)).not.toContain('[tuner]');
  });

  it('may train where the panel is, and nowhere else', () => {
    const worker = /worker-src blob:/;
    const wasm = /script-src [^;]*'wasm-unsafe-eval'/;
    for (const html of [reportOf(), reportOf(...tries)]) {
      expect(policyOf(html)).not.toMatch(worker);
      expect(policyOf(html)).not.toMatch(wasm);
    }
    expect(policyOf(reportOf(tuner))).toMatch(worker);
    expect(policyOf(reportOf(tuner))).toMatch(wasm);
    expect(policyOf(reportOf(tuner))).not.toMatch(/'unsafe-inline'(?=[^;]*sha256)|'unsafe-eval'/);
  });

  it('share large data', () => {
    const html = reportOf(...tries);
    expect(html.split('"artists":').length - 1).toBe(1);
    const [id] = /id="(page_bulk_[0-9a-f]{16})"/.exec(html)?.slice(1) ?? [];
    expect(html.split(`data-from="${id}"`).length - 1).toBe(2);
  });

  it('leak no user name in their data', () => {
    expect(reportOf(tuner, ...tries)).not.toContain(HOSTILE);
    const part = readLive(tries[0], [TRY]);
    if (!part) throw new Error('no part');
    expect(renderLive(part, 'a', ENGLISH) + renderBulk([part])).not.toContain('<img');
  });

  it.each([[undefined], [null], ['text'], [{}], [[1]]])('are skipped if the output is %j', (data) => {
    expect(readLive({ [TRY_TYPE]: data }, [TRY])).toBeUndefined();
    expect(reportOf({ [TRY_TYPE]: data, 'text/plain': 'plain' })).toContain('plain');
    expect(reportOf({ [TUNER_TYPE]: data, 'text/plain': 'plain' })).toContain('plain');
  });
});
