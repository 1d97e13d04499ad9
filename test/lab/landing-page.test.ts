import { describe, expect, it } from 'vitest';
import { type LandingData, landingPage } from '#listenlab/lab/landing-page.js';

const DATA: LandingData = {
  notebooks: [
    {
      path: 'notebooks/01-explore.ipynb',
      title: '1 · Look',
      sentence: 'How much there is.',
      dataset: 'sample',
    },
    {
      path: 'b & <c>.ipynb',
      title: '<img src=x onerror=alert(1)>',
      sentence: '"quoted" & <b>',
      dataset: '<mine>',
    },
  ],
  datasets: [
    {
      name: 'sample',
      title: 'The sample',
      description: 'Made up.',
      licence: 'MIT',
      simulated: true,
      present: true,
    },
    {
      name: 'real',
      title: 'Real plays',
      description: 'Of <people>.',
      licence: 'theirs',
      simulated: false,
      present: false,
    },
    {
      name: 'here',
      title: 'At hand',
      description: 'Got.',
      licence: 'theirs',
      simulated: false,
      present: true,
    },
  ],
  version: '0.1.0',
  canReport: true,
};

describe('the first page', () => {
  const html = landingPage(DATA);

  it('names the notebooks in order, each with its sentence and address', () => {
    const places = [
      'href="/notebooks/notebooks/01-explore.ipynb"',
      '1 · Look',
      'How much there is.',
      'href="/notebooks/b%20%26%20%3Cc%3E.ipynb"',
    ].map((text) => html.indexOf(text));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('writes strangers’ text as text', () => {
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('&quot;quoted&quot; &amp; &lt;b&gt;');
    expect(html).toContain('&lt;mine&gt;');
    expect(html).toContain('Of &lt;people&gt;.');
  });

  it('says which dataset is in use, that it is simulated, and how to get another', () => {
    expect(html).toMatch(/in use<\/span> <strong>The sample<\/strong> The artists are real; .* simulated\./);
    expect(html).toContain('npx listenlab data get real');
    expect(html).not.toContain('npx listenlab data get here');
  });

  it('runs no script but its own file', () => {
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/static/landing.js">']);
    expect(html).not.toMatch(/<[^>]*\son\w+=/);
  });

  it('has a button for the report only where one can be made', () => {
    expect(html).toContain('id="report_start"');
    expect(landingPage({ ...DATA, canReport: false })).not.toContain('id="report_start"');
    expect(landingPage({ ...DATA, notebooks: [] })).not.toContain('id="report_start"');
  });
});
