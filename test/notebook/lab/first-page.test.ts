import { describe, expect, it } from 'vitest';
import { type FirstPageData, firstPage } from '#listenlab/notebook/lab/first-page/first-page.js';

const DATA: FirstPageData = {
  id: 'f0',
  list: {
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
    unreadable: ['<cut>.ipynb is cut off'],
    isCut: false,
  },
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
  opened: {
    unchosen: 'sample',
    own: [
      { notebook: 'notebooks/01-explore.ipynb', dataset: 'sample' },
      { notebook: 'b & <c>.ipynb', dataset: '<mine>' },
    ],
  },
  reports: [
    {
      path: 'reports/a & b.html',
      summary: {
        title: 'Plays of <b>',
        generatedAt: new Date('2026-03-04T05:06:00Z'),
        dataset: { title: 'The sample', simulated: true },
        failures: 1,
        headline: [],
        metrics: new Map([
          ['NDCG@10', 0.24449],
          ['<listeners>', 3000],
        ]),
      },
    },
    {
      path: 'reports/new.html',
      summary: {
        title: 'Log weighting <finds> more',
        author: 'Ada <b>',
        generatedAt: new Date('2026-03-05T05:06:00Z'),
        failures: 0,
        headline: ['2.1 of ten recommendations are <hidden> plays', 'a second'],
        metrics: new Map([['NDCG@10', 0.3]]),
      },
    },
  ],
  unfinished: [
    {
      path: 'reports/<r>-unfinished',
      report: 'reports/<r>.html',
      last: 'reports/<r>-unfinished/b & c.ipynb',
      endedAt: new Date('2026-03-06T05:06:00Z'),
    },
  ],
  comparisons: ['reports/index.html'],
  version: '0.1.0',
  canReport: true,
};

describe('the first page', () => {
  const html = firstPage(DATA);

  it('lists the notebooks in order, each with its description and address', () => {
    const places = [
      'href="/notebooks/notebooks/01-explore.ipynb"',
      '1 · Look',
      'How much there is.',
      'href="/notebooks/b%20%26%20%3Cc%3E.ipynb"',
    ].map((text) => html.indexOf(text));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('says what is wrong with files that are no notebooks, and whether there is more than it lists', () => {
    expect(html).toMatch(/<summary>1 file [^<]*<\/summary>\s*<ul><li>&lt;cut&gt;\.ipynb is cut off<\/li>/);
    expect(html).not.toContain('There are more');
    expect(firstPage({ ...DATA, list: { ...DATA.list, isCut: true } })).toContain('There are more');
  });

  it('lets a report have no notebook of another language, and says why', () => {
    const [python] = DATA.list.notebooks;
    const page = firstPage({
      ...DATA,
      list: { ...DATA.list, notebooks: [{ ...python, language: 'py<3>' }] },
    });
    expect(page).toContain(`<input type="checkbox" value="${python.path}" disabled>`);
    expect(page).toContain('a notebook in py&lt;3&gt;: a report runs TypeScript');
  });

  it('leads to what is left of a report that was not made, and lets it be deleted', () => {
    expect(html).toContain('href="/notebooks/reports/%3Cr%3E-unfinished/b%20%26%20c.ipynb"');
    expect(html).toContain('data-delete="reports/&lt;r&gt;-unfinished"');
  });

  it('escapes untrusted text', () => {
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('&quot;quoted&quot; &amp; &lt;b&gt;');
    expect(html).toContain('&lt;mine&gt;');
    expect(html).toContain('Of &lt;people&gt;.');
  });

  it('lists the datasets present, marks the chosen one, and offers to download the others', () => {
    const radio = (html: string, name: string) =>
      new RegExp(`<input type="radio" name="dataset" value="${name}"([^>]*)>`).exec(html)?.[1];
    expect([radio(html, 'sample'), radio(html, 'real'), radio(html, 'here')]).toEqual([
      ' checked',
      ' disabled',
      '',
    ]);
    expect(html).toContain('<code>sample</code> <span class="tag">simulated</span>');
    const chosen = firstPage({ ...DATA, opened: { ...DATA.opened, chosen: 'here' } });
    expect([radio(chosen, 'sample'), radio(chosen, 'here')]).toEqual(['', ' checked']);
  });

  it('marks a file of the user that notebooks open, or that the lab was started with', () => {
    const radio = (opened: Partial<FirstPageData['opened']>) =>
      /<input type="radio" name="dataset" value=""([^>]*)> <strong>Your own<\/strong> <code>([^<]*)<\/code>/
        .exec(firstPage({ ...DATA, opened: { own: [], ...opened } }))
        ?.slice(1);
    expect(radio({ unchosen: '<mine>' })).toEqual([' checked', '&lt;mine&gt;']);
    expect(radio({ unchosen: '<mine>', chosen: 'here' })).toEqual(['', '&lt;mine&gt;']);
    expect(radio({ unchosen: 'sample' })).toBeUndefined();
    expect(radio({})).toBeUndefined();
    expect(firstPage({ ...DATA, opened: { own: [] } })).toContain('value="sample" checked');
    const preset = { preset: '/my/<plays>.tsv', unchosen: 'sample' };
    expect(radio(preset)).toEqual([' checked', '/my/&lt;plays&gt;.tsv']);
    expect(firstPage({ ...DATA, opened: { own: [], ...preset } })).toContain(
      '<code>LISTENLAB_DATASET=/my/&lt;plays&gt;.tsv</code>',
    );
  });

  it('accepts the path of a file, and marks the one chosen', () => {
    const ownOf = (opened: Partial<FirstPageData['opened']>) =>
      /<div class="dataset" id="own_data">.*?<\/div>/s.exec(
        firstPage({ ...DATA, opened: { own: [], ...opened } }),
      )?.[0];
    expect(ownOf({})).toContain('<label for="own_path">A file or folder of your own</label>');
    expect(ownOf({})).not.toContain('type="radio"');
    const chosen = ownOf({ chosen: '/my/<plays>.csv' });
    expect(chosen).toContain('value="/my/&lt;plays&gt;.csv" checked');
    expect(chosen).toContain('<code>/my/&lt;plays&gt;.csv</code>');
    expect(firstPage({ ...DATA, opened: { own: [], chosen: '/my/plays.csv' } })).not.toContain(
      'value="sample" checked',
    );
  });

  it('shows how the chosen file is read', () => {
    const options = "{ columns: { user: '<who>' } }";
    const page = firstPage({ ...DATA, opened: { own: [], chosen: '/my/plays.csv', options } });
    const shown = '{ columns: { user: &#39;&lt;who&gt;&#39; } }';
    expect(page).toContain(`data-options="${shown}" value="/my/plays.csv" checked`);
    expect(page).toContain(`<code>/my/plays.csv</code> read as <code>${shown}</code>`);
  });

  it('lists notebooks with their own dataset, which the choice does not affect', () => {
    expect(html).toMatch(
      /names a dataset of its own in its first cell keeps it: <code>&lt;mine&gt;<\/code> in b &amp; &lt;c&gt;\.ipynb\./,
    );
  });

  it('lists the reports with date, dataset, headline numbers and failures', () => {
    expect(html).toContain('<a href="/files/reports/a%20%26%20b.html">Plays of &lt;b&gt;</a>');
    expect(html).toContain('1 cell failed');
    expect(html).toContain('The sample (simulated) · <time datetime="2026-03-04T05:06:00.000Z">');
    expect(html).toContain('<dt>NDCG@10</dt><dd>0.244</dd>');
    expect(html).toContain('<dt>&lt;listeners&gt;</dt><dd>3,000</dd>');
  });

  it('says once that the data of a report is simulated', () => {
    const [report] = DATA.reports;
    const dataset = { title: 'Last.fm sample (simulated)', simulated: true };
    const page = firstPage({ ...DATA, reports: [{ ...report, summary: { ...report.summary, dataset } }] });
    expect(page).toContain('Last.fm sample (simulated) · <time');
    expect(page).not.toContain('(simulated) (simulated)');
  });

  it('lists a report with its headline and author, and offers to compare and delete', () => {
    expect(html).toContain('<li>2.1 of ten recommendations are &lt;hidden&gt; plays</li><li>a second</li>');
    expect(html).toContain('by Ada &lt;b&gt; · reports/new.html');
    expect(html).not.toContain('<dd>0.300</dd>');
    expect(html).toContain('<a href="/files/reports/index.html">Compare the reports</a>');
    expect(html).toContain('data-delete="reports/a &amp; b.html"');
    expect(html).toContain(
      'aria-label="Delete the report Log weighting &lt;finds&gt; more, reports/new.html"',
    );
    const two = firstPage({ ...DATA, comparisons: ['index.html', 'reports/index.html'] });
    expect(two).toContain('Compare the reports in this folder</a>');
    expect(two).toContain('Compare the reports in reports</a>');
  });

  it('asks for the data that is here, first what the notebooks open', () => {
    expect(html.match(/<option[^>]*>[^<]*/g)).toEqual([
      '<option value="" id="report_dataset" selected>The sample',
      '<option value="here">At hand',
    ]);
  });

  it('runs no script except its own file', () => {
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/static/first-page.js">']);
    expect(html).not.toMatch(/<[^>]*\son\w+=/);
  });

  it('shows which notebooks a report runs, and lets the user deselect some', () => {
    expect(html.match(/<input type="checkbox"[^>]*>/g)).toEqual([
      '<input type="checkbox" value="notebooks/01-explore.ipynb" checked>',
      '<input type="checkbox" value="b &amp; &lt;c&gt;.ipynb" checked>',
    ]);
  });

  it('has a report button only if a report can be made', () => {
    expect(html).toContain('id="report_start"');
    expect(firstPage({ ...DATA, canReport: false })).not.toContain('id="report_start"');
    expect(firstPage({ ...DATA, list: { ...DATA.list, notebooks: [] } })).not.toContain('id="report_start"');
  });
});
