import { afterEach, describe, expect, it } from 'vitest';
import { charts, type MimeBundle, show, showMarkdown } from '#listenlab/index.js';
import { currentFrontEnd } from '#listenlab/notebook/display/front-end.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { offerKernelContext } from '#listenlab/util/kernel-context.js';

const PLOTLY = 'application/vnd.plotly.v1+json';
/** The layout of a figure without one. */
const THEMED = { margin: { t: 28, r: 24, b: 48, l: 56 }, template: charts.plotlyTheme() };

describe('toMimeBundle', () => {
  it('keeps a figure as it is, and adds its title and size as text', () => {
    const figure = charts.loss({ loss: [0.3, 0.2] }, { title: 'Loss < 1 & $falling$' });
    expect(toMimeBundle(figure)).toEqual({
      [PLOTLY]: figure,
      'text/plain':
        'Line chart: Loss < 1 & $falling$. 2 points; Iteration: 1 to 2; Loss (weighted mean per pair): 0.2 to 0.3, the largest at Iteration 1.',
    });
  });

  it('turns hand-written figures into standard JSON', () => {
    const data = [{ y: Float32Array.of(1, 2, Number.NaN), text: undefined, z: [3n] }];
    const bundle = toMimeBundle({ data, layout: { title: 'by <b>hand</b>' } })!;
    expect(bundle[PLOTLY]).toEqual({
      data: [{ y: [1, 2, null], z: [3] }],
      layout: {
        title: { text: 'by <b>hand</b>' },
        template: charts.plotlyTheme(),
        margin: expect.any(Object),
      },
    });
    expect(bundle['text/plain']).toBe('Line chart: by hand. 3 points.');
  });

  it('gives a hand-written figure the theme of the lab and titles that Plotly draws', () => {
    const given = {
      data: [{ y: [1], text: ['title'], marker: { colorbar: { title: 'plays' } } }],
      layout: {
        title: 'weeks',
        xaxis: { title: 'week' },
        scene: { zaxis: { title: 'z' } },
        margin: { t: 5 },
      },
    };
    expect(toMimeBundle(given)?.[PLOTLY]).toEqual({
      data: [{ y: [1], text: ['title'], marker: { colorbar: { title: { text: 'plays' } } } }],
      layout: {
        title: { text: 'weeks' },
        xaxis: { title: { text: 'week' } },
        scene: { zaxis: { title: { text: 'z' } } },
        margin: { t: 5 },
        template: charts.plotlyTheme(),
      },
    });
    expect(given.layout.title).toBe('weeks');
  });

  it('keeps the template of a figure, and warns about a template given by name', () => {
    const template = { layout: { colorway: ['teal'] } };
    expect(toMimeBundle({ data: [], layout: { template } })?.[PLOTLY]).toEqual({
      data: [],
      layout: { template },
    });
    const named = toMimeBundle({ data: [], layout: { template: 'plotly_dark' } })!;
    const { layout, notes } = named[PLOTLY] as { layout: object; notes: string[] };
    expect(layout).toMatchObject({ template: charts.plotlyTheme() });
    expect(notes).toEqual([
      expect.stringMatching(/^layout\.template is "plotly_dark", but .* charts\.plotlyTheme\(\)\.$/),
    ]);
    expect(named['text/plain']).toBe(`Chart, with nothing to show.\n${notes[0]}`);
  });

  it('warns about points that Plotly drops because another column is shorter', () => {
    const notesOf = (...data: object[]) =>
      (toMimeBundle({ data, layout: {} })![PLOTLY] as { notes?: string[] }).notes;
    expect(notesOf({ y: [1] }, { x: [1, 2, 3], y: [4], name: 'plays' })).toEqual([
      'data[1] ("plays"): x has 3 values and y has 1 value; values beyond the first 1 are not drawn.',
    ]);
    expect(notesOf({ type: 'pie', labels: ['a'], values: [1, 2] })).toHaveLength(1);
    const heatmap = { type: 'heatmap', x: ['a', 'b', 'c'], y: ['d'], z: [[1, 2, 3]] };
    expect(notesOf(heatmap, { x: [1, 2], y: [3, 4] })).toBeUndefined();
  });

  it.each<[string, object, object, string[]]>([
    [
      'markers without a size',
      { x: [1, 2, 3], y: [1, 2, 3], mode: 'markers', marker: { size: [10] } },
      {},
      ['data[0]: 2 of 3 markers are not drawn: marker.size has no value there.'],
    ],
    [
      'a size that is null',
      { r: [1, 2, 3], theta: [1, 2, 3], type: 'scatterpolar', marker: { size: [10, null, 8] } },
      {},
      ['data[0]: 1 of 3 markers is not drawn: marker.size has no value there.'],
    ],
    ['sizes of lines', { x: [1, 2], y: [1, 2], mode: 'lines', marker: { size: [10] } }, {}, []],
    ['one size for all, and colours', { x: [1, 2], y: [1, 2], marker: { size: 9, color: ['red'] } }, {}, []],
    [
      'points that are text, without it',
      { x: [1, 2, 3], y: [1, 2, 3], mode: 'text', text: ['a', ''] },
      {},
      ["data[0]: 2 of 3 points are not drawn: mode is 'text', and text has no value there."],
    ],
    [
      'points at or below 0 on a log axis',
      { name: 'plays', x: [0, 1, 2, 3], y: [1, 0, -3, null] },
      { yaxis: { type: 'log' } },
      [
        'data[0] ("plays"): 2 of 4 points are not drawn: y is not above 0 there, and layout.yaxis is a log axis.',
      ],
    ],
    [
      'points on a numbered log axis, in text',
      { x: [1, 2, 3], y: ['1,200', '$ -5', '7%'], yaxis: 'y2' },
      { yaxis2: { type: 'log' } },
      ['data[0]: 1 of 3 points is not drawn: y is not above 0 there, and layout.yaxis2 is a log axis.'],
    ],
    [
      'the first point of a column along a log axis',
      { y: [5, 4, 3] },
      { xaxis: { type: 'log' } },
      ['data[0]: 1 of 3 points is not drawn: x is not above 0 there, and layout.xaxis is a log axis.'],
    ],
    [
      'bars on the log axis of a template',
      { type: 'bar', orientation: 'h', x: [1, 0, -3], y: ['a', 'b', 'c'] },
      { template: { layout: { xaxis: { type: 'log' } } } },
      ['data[0]: 2 of 3 bars are not drawn: x is not above 0 there, and layout.xaxis is a log axis.'],
    ],
    ['bars that stand on a base', { type: 'bar', y: [1, -1], base: 2 }, { yaxis: { type: 'log' } }, []],
    ['another axis', { x: [0, 1], y: [0, 1], yaxis: 'y2' }, { yaxis: { type: 'log' } }, []],
  ])('warns about what is not drawn: %s', (_what, trace, layout, notes) => {
    const { [PLOTLY]: figure } = toMimeBundle({ data: [trace], layout })!;
    expect((figure as { notes?: string[] }).notes ?? []).toEqual(notes);
  });

  it('leaves stacked bars to Plotly', () => {
    const data = [
      { type: 'bar', y: [3, 4] },
      { type: 'bar', y: [0, -1] },
    ];
    const notesOf = (barmode: string) =>
      (toMimeBundle({ data, layout: { barmode, yaxis: { type: 'log' } } })![PLOTLY] as { notes?: string[] })
        .notes;
    expect(notesOf('stack')).toBeUndefined();
    expect(notesOf('group')).toHaveLength(1);
  });

  it('lets values render themselves', () => {
    const drawn = {
      name: 'x',
      [Symbol.for('Jupyter.display')]: function (this: { name: string }) {
        return { 'text/html': `<b>${this.name}</b>` };
      },
    };
    expect(toMimeBundle(drawn)).toEqual({ 'text/html': '<b>x</b>' });
  });

  it('keeps a MIME bundle as it is, with bytes as base64 or as text', () => {
    const png = Uint8Array.of(0x89, 0x50);
    expect(toMimeBundle({ 'image/png': png, 'text/html': '<b>x</b>' })).toEqual({
      'image/png': 'iVA=',
      'text/html': '<b>x</b>',
    });
    expect(toMimeBundle({ 'image/svg+xml': Buffer.from('<svg/>') })).toEqual({ 'image/svg+xml': '<svg/>' });
    expect(toMimeBundle({ 'image/png': 'data:image/png;base64,iVA=' })).toEqual({ 'image/png': 'iVA=' });
    expect(toMimeBundle({ 'application/json': { a: 1 } })).toEqual({ 'application/json': { a: 1 } });
    const drawn = { [Symbol.for('Jupyter.display')]: () => ({ 'image/png': png }) };
    expect(toMimeBundle(drawn)).toEqual({ 'image/png': 'iVA=' });
  });

  it.each([
    ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]],
    ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
    ['image/gif', Buffer.from('GIF89a...')],
    ['image/webp', Buffer.from('RIFF0000WEBPVP8 ')],
  ])('recognizes the bytes of %s', (type, bytes) => {
    expect(toMimeBundle(Uint8Array.from(bytes))).toEqual({
      [type]: Buffer.from(bytes).toString('base64'),
      'text/plain': `[${type} picture, ${bytes.length} bytes]`,
    });
  });

  it('recognizes the bytes of an SVG, even after a prolog', () => {
    const svg = '<?xml version="1.0"?>\n<!-- drawn by <b>hand</b> --><svg xmlns="x"></svg>';
    expect(toMimeBundle(Buffer.from(svg))).toMatchObject({ 'image/svg+xml': svg });
  });

  it.each([
    Uint8Array.of(1, 2, 3),
    Buffer.from('<svgish>'),
    { 'text/rock': 3 },
    { 'text/html': '<b>x</b>', plays: 'x' },
    { 'metal/doom': 'sleep' },
    { [Symbol.for('Jupyter.display')]: () => 'text' },
    undefined,
    null,
    3,
    'text',
    true,
    [1, 2],
    {},
    { data: [1], layout: {} },
    { data: [], layout: null },
    { data: {}, layout: {} },
    { data: [] },
    { data: [{ id: 7, tags: ['rock'] }], status: 200 },
    { data: [{ y: [1] }, { name: 'x' }] },
    new Map(),
    { columns: [], index: [], shape: [0, 0], ndim: 2 },
    () => 1,
  ])('leaves %j to be printed', (value) => {
    expect(toMimeBundle(value)).toBeUndefined();
  });
});

describe('a figure without a layout', () => {
  it.each([[{ data: [{ y: [1, 3, 2] }] }], [{ data: [{ type: 'pie', values: new Float64Array([1, 2]) }] }]])(
    'is drawn like one with an empty layout: %j',
    (figure) => {
      expect(toMimeBundle(figure)).toEqual(toMimeBundle({ ...figure, layout: {} }));
      expect(toMimeBundle(figure)).toHaveProperty([PLOTLY]);
    },
  );
});

describe('show', () => {
  it('refuses a value whose display method returns a promise', () => {
    const drawn = { [Symbol.for('Jupyter.display')]: async () => ({ 'text/plain': 'x' }) };
    expect(() => show(drawn)).toThrow('make it the last value of its cell, which is awaited');
  });

  afterEach(() => offerKernelContext({ frontEnd: undefined }));

  it('passes bundles to the front end that a kernel has installed', () => {
    const shown: [MimeBundle, unknown][] = [];
    offerKernelContext({ frontEnd: { display: (bundle, options) => shown.push([bundle, options]) } });
    const figure = { data: [{ y: [1] }], layout: {} };
    show(figure);
    show('text');
    show({ a: 1 });
    showMarkdown('**bold**');
    expect(shown).toEqual([
      [{ [PLOTLY]: { ...figure, layout: THEMED }, 'text/plain': 'Line chart. 1 point.' }, undefined],
      [{ 'text/plain': 'text' }, undefined],
      [{ 'text/plain': '{ a: 1 }' }, undefined],
      [{ 'text/markdown': '**bold**', 'text/plain': '**bold**' }, undefined],
    ]);
  });
});

describe('the text front end', () => {
  const updates = (isTTY: boolean) => {
    const written: string[] = [];
    const { display } = currentFrontEnd({ write: (text) => written.push(text), isTTY });
    display({ 'text/plain': 'half' }, { displayId: 'a' });
    display({ 'text/plain': 'done' }, { displayId: 'a', update: true, final: true });
    display({ 'text/html': '<b>x</b>' });
    return written.join('');
  };

  it('overwrites its line on a terminal', () => {
    expect(updates(true)).toBe('\r\x1b[2Khalf\r\x1b[2Kdone\n[text/html]\n');
  });

  it('writes only the final state elsewhere', () => {
    expect(updates(false)).toBe('done\n[text/html]\n');
  });
});
