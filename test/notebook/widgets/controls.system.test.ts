import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { START_LIMIT } from '../jupyter/kernel-support.js';
import { bundleOf, modelIn, textOf, WidgetFrontEnd } from './front-end.js';

let frontEnd: WidgetFrontEnd;
beforeAll(async () => {
  frontEnd = await WidgetFrontEnd.start();
  await frontEnd.run("import { show, widgets } from 'listenlab';");
}, START_LIMIT);
afterAll(() => frontEnd.close());

describe('a control', () => {
  it.each([
    [
      "widgets.slider({ min: 1, max: 40, value: 15, label: 'alpha' })",
      'IntSliderModel',
      'alpha: 15 (slider 1 to 40)',
    ],
    ['widgets.slider({ min: 0, max: 1, step: 0.05, value: 0.5 })', 'FloatSliderModel', '0.5 (slider 0 to 1)'],
    [
      "widgets.dropdown({ options: ['linear', 'log'], label: 'w' })",
      'DropdownModel',
      'w: linear (one of linear, log)',
    ],
    ["widgets.checkbox({ value: true, label: 'hide' })", 'CheckboxModel', 'hide: yes (checkbox)'],
    ["widgets.text({ value: 'kent', label: 'artist' })", 'TextModel', 'artist: "kent" (text)'],
    ["widgets.button({ label: 'train' })", 'ButtonModel', 'train (button)'],
    [
      "widgets.progress({ max: 10, value: 3, label: 'reading' })",
      'FloatProgressModel',
      'reading: 3 of 10 (progress)',
    ],
  ])('%s is a %s, or prints as %s', async (code, model, line) => {
    const bundle = await frontEnd.result(code);
    expect(bundle['text/plain']).toBe(line);
    const state = frontEnd.models.get(modelIn(bundle));
    const module = '@jupyter-widgets/controls';
    expect(state).toMatchObject({
      _model_name: model,
      _model_module: module,
      _model_module_version: '2.0.0',
      _view_module: module,
    });
    expect(frontEnd.models.get(String(state?.layout).replace('IPY_MODEL_', ''))).toMatchObject({
      _model_name: 'LayoutModel',
      _model_module: '@jupyter-widgets/base',
    });
  });

  it('with a range keeps its value within it', async () => {
    expect(
      (await frontEnd.result('const bar = widgets.progress({ max: 5, value: 9 }); bar'))['text/plain'],
    ).toBe('5 of 5 (progress)');
    const { id } = frontEnd.latest('FloatProgressModel');
    for (const [value, drawn] of [
      [7, 5],
      [2.5, 2.5],
      [-1, 0],
    ]) {
      await frontEnd.run(`bar.value = ${value};`);
      expect(frontEnd.models.get(id)).toMatchObject({ value: drawn });
    }
  });

  it('sends its value both ways, and echoes a change to its sender', async () => {
    const cell = await frontEnd.runAs(
      "const alpha = widgets.slider({ min: 1, max: 40, value: 15 }); alpha.onChange((v) => console.log('now', v)); show(alpha);",
    );
    const { id } = frontEnd.latest('IntSliderModel');
    const published = await frontEnd.changed(id, { value: 22 });
    const echo = published.find(({ header }) => header.msg_type === 'comm_msg');
    expect(echo?.content.data).toEqual({ method: 'echo_update', state: { value: 22 }, buffer_paths: [] });
    expect(textOf(published)).toBe('');
    expect(await frontEnd.heard(() => frontEnd.changed(id, { value: 23 }))).toEqual([[cell, 'now 23\n']]);
    expect(await frontEnd.printed('console.log(alpha.value); alpha.value = 7;')).toBe('23\nnow 7\n');
    expect(frontEnd.models.get(id)?.value).toBe(7);
    expect(await frontEnd.printed('alpha.value = 7;')).toBe('');
  });

  it('is typed: the options of a dropdown are its values', async () => {
    const client = frontEnd.client;
    const id = client.send('execute_request', {
      code: "const w = widgets.dropdown({ options: ['linear', 'log'] });\nconst ok: 'linear' | 'log' = w.value;\nw.value = 'bm25';",
    });
    expect((await client.replyTo(id)).content).toMatchObject({ ename: 'TypeScriptError' });
  });

  it.each([
    [
      'widgets.slider({ min: 3, max: 1 })',
      'a slider from 3 to 1; expected two finite numbers, the smaller one first',
    ],
    ['widgets.slider({ min: 1, max: 3, step: 0 })', 'a slider with step 0; expected a number above 0'],
    ['widgets.slider({ min: 1, max: 3, value: 4 })', 'a slider set to 4; expected a number from 1 to 3'],
    ['widgets.dropdown({ options: [] })', 'a dropdown without options; expected at least one'],
    [
      "widgets.dropdown({ options: ['a', 'b'] as string[], value: 'c' })",
      'a dropdown set to c; expected one of a, b',
    ],
  ])('refuses invalid options: %s', async (code, evalue) => {
    const id = frontEnd.client.send('execute_request', { code });
    expect((await frontEnd.client.replyTo(id)).content).toMatchObject({ ename: 'InputError', evalue });
  });

  it('shows a fraction with the decimals of its step', async () => {
    for (const [step, format] of [
      [0.05, '.2f'],
      [0.001, '.3f'],
      [0.25, '.2f'],
      [0.1, '.1f'],
    ]) {
      await frontEnd.run(`widgets.slider({ min: 0, max: 1, step: ${step} })`);
      expect(frontEnd.latest('FloatSliderModel')).toMatchObject({ step, readout_format: format });
    }
  });
});

describe('a button', () => {
  it('calls its handler at each click', async () => {
    const cell = await frontEnd.runAs(
      "const b = widgets.button({ label: 'go' }); let clicks = 0; const stop = b.onClick(() => console.log(++clicks)); show(b);",
    );
    const { id } = frontEnd.latest('ButtonModel');
    const heard = (content: unknown) => frontEnd.heard(() => frontEnd.custom(id, content));
    expect(await heard({ event: 'click' })).toEqual([[cell, '1\n']]);
    expect(await heard({ event: 'other' })).toEqual([]);
    expect(await heard(null)).toEqual([]);
    await frontEnd.run('stop();');
    expect(await heard({ event: 'click' })).toEqual([]);
  });
});

describe('the output of a handler', () => {
  const LATER = 'await new Promise((resolve) => setTimeout(resolve, 20));';

  it('belongs to the cell that showed the widget last, including errors', async () => {
    const made = await frontEnd.runAs(
      `const knob = widgets.slider({ min: 1, max: 9, label: 'knob', onChange: async (value) => {
        console.log('now', value);
        ${LATER}
        show('later ' + value);
        throw new Error('no ' + value);
      } });
      widgets.vbox([widgets.hbox([knob])])`,
    );
    await frontEnd.run('console.log(1)');
    const { id } = frontEnd.latest('IntSliderModel');
    const heardOf = (value: number) =>
      frontEnd.heard(async () => {
        await frontEnd.changed(id, { value });
        await frontEnd.run(LATER + LATER);
      });
    const texts = (value: number, cell: string) => [
      [cell, `now ${value}\n`],
      [cell, `later ${value}`],
      [cell, expect.stringContaining(`In a widget: Error: no ${value}\n`)],
    ];
    expect(await heardOf(2)).toEqual(texts(2, made));
    const again = await frontEnd.runAs('knob');
    expect(await heardOf(3)).toEqual(texts(3, again));
  });

  it('goes into the output area in which the widget was shown', async () => {
    await frontEnd.run(
      `const area = widgets.output();
      show(area);
      area.run(() => show(widgets.button({ label: 'inside', onClick: () => console.log('clicked') })));`,
    );
    const { id } = frontEnd.latest('ButtonModel');
    expect(await frontEnd.heard(() => frontEnd.custom(id, { event: 'click' }))).toEqual([]);
    await frontEnd.outputText(frontEnd.latest('OutputModel').id, (text) => text.endsWith('clicked\n'));
  });
});

describe('lines in a column', () => {
  it('have labels of equal width, as wide as the widest', async () => {
    await frontEnd.run(
      "widgets.vbox([widgets.slider({ min: 1, max: 2, label: 'a' }), widgets.text({ label: 'minimum listeners' }), widgets.checkbox({ label: 'hide artists already played' })])",
    );
    const widths = ['IntSliderModel', 'TextModel', 'CheckboxModel'].map((name) => {
      const style = String(frontEnd.latest(name).style).replace('IPY_MODEL_', '');
      return frontEnd.models.get(style)?.description_width;
    });
    expect(widths).toEqual(['18ch', '18ch', '18ch']);
    expect(frontEnd.latest('CheckboxModel').indent).toBe(true);
  });
});

describe('a box', () => {
  it('holds its children, and prints as their lines', async () => {
    const bundle = await frontEnd.result(
      "widgets.vbox([widgets.hbox([widgets.slider({ min: 1, max: 2 }), widgets.button({ label: 'x' })]), widgets.output()])",
    );
    expect(bundle['text/plain']).toBe('1 (slider 1 to 2)\nx (button)');
    const outer = frontEnd.models.get(modelIn(bundle)) as { children: string[] };
    const names = outer.children.map(
      (child) => frontEnd.models.get(child.replace('IPY_MODEL_', ''))?._model_name,
    );
    expect(names).toEqual(['HBoxModel', 'OutputModel']);
  });

  it('closes its children when it is closed', async () => {
    const before = frontEnd.models.size;
    await frontEnd.run(
      'const boxed = widgets.vbox([widgets.slider({ min: 1, max: 2 }), widgets.text()]); show(boxed);',
    );
    expect(frontEnd.models.size).toBe(before + 8);
    await frontEnd.run('boxed.close();');
    expect(frontEnd.models.size).toBe(before);
  });
});

describe('an output widget', () => {
  it('captures what code prints and shows in it, even later, and nothing else', async () => {
    const published = await frontEnd.run(
      `const out = widgets.output();
      show(out);
      out.run(() => {
        console.log('in');
        show('shown');
        setTimeout(() => console.log('late'));
      });
      console.log('outside');
      await new Promise((resolve) => setTimeout(resolve, 150));`,
    );
    expect(textOf(published)).toBe('outside\n');
    const { outputs } = frontEnd.latest('OutputModel');
    expect(outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'in\n' },
      { output_type: 'display_data', data: { 'text/plain': 'shown' }, metadata: {} },
      { output_type: 'stream', name: 'stdout', text: 'late\n' },
    ]);
    await frontEnd.run('out.clear(); await new Promise((resolve) => setTimeout(resolve, 150));');
    expect(frontEnd.latest('OutputModel').outputs).toEqual([]);
  });

  it('loses none of 100,000 lines', async () => {
    await frontEnd.run(
      `const many = widgets.output(); show(many);
      many.run(() => { for (let i = 0; i < 100_000; i++) console.log(i); });
      await new Promise((resolve) => setTimeout(resolve, 100));`,
    );
    const [only] = frontEnd.latest('OutputModel').outputs as { text: string }[];
    expect(only.text).toBe(Array.from({ length: 100_000 }, (_, i) => `${i}\n`).join(''));
  });
});

describe('a custom anywidget', () => {
  it('shares JSON and bytes both ways, and messages', async () => {
    const bundle = await frontEnd.result(
      `const own = widgets.anywidget({
        esm: 'export default { render() {} }',
        css: '.a {}',
        state: { pixels: Float32Array.of(1, 2), title: 'a', nested: { deep: [Uint8Array.of(5), 1] } },
      });
      own.onChange('pixels', (bytes) => console.log(bytes.constructor.name, bytes.length));
      own.onMessage((content, buffers) => own.send({ got: content }, buffers));
      own`,
    );
    const id = modelIn(bundle);
    expect(frontEnd.models.get(id)).toMatchObject({
      _model_name: 'AnyModel',
      _model_module: 'anywidget',
      _model_module_version: '~0.11.0',
      _view_name: 'AnyView',
      _esm: 'export default { render() {} }',
      _css: '.a {}',
      _anywidget_id: expect.any(String),
      title: 'a',
      nested: { deep: [Buffer.from([5]), 1] },
      pixels: Buffer.from(Float32Array.of(1, 2).buffer),
    });
    const [[, text]] = await frontEnd.heard(() =>
      frontEnd.changed(id, { title: 'b' }, [['pixels']], [Buffer.from([1, 2, 3])]),
    );
    expect(text).toMatch(/^\w+ 3\n$/);
    expect(await frontEnd.printed('console.log(own.state.title, [...own.state.pixels]);')).toBe(
      'b [ 1, 2, 3 ]\n',
    );
    await frontEnd.run('own.set({ pixels: Float32Array.of(9) });');
    expect(frontEnd.models.get(id)?.pixels).toEqual(Buffer.from(Float32Array.of(9).buffer));
    const answered = await frontEnd.custom(id, { hello: 1 }, [Buffer.from([7])]);
    const answer = answered.find(({ header }) => header.msg_type === 'comm_msg');
    expect(answer?.content.data).toEqual({ method: 'custom', content: { got: { hello: 1 } } });
    expect([...(answer?.buffers[0] ?? [])]).toEqual([7]);
  });

  it('refuses undeclared attributes', async () => {
    await frontEnd.run("const strict = widgets.anywidget({ esm: '', state: { a: 1 } }); show(strict);");
    const { id } = frontEnd.latest('AnyModel');
    await frontEnd.changed(id, { b: 2, __proto__: { c: 3 } }, [['__proto__', 'd']], [Buffer.from('x')]);
    expect(await frontEnd.printed('console.log(strict.state, ({} as any).d, ({} as any).c);')).toBe(
      '{ a: 1 } undefined undefined\n',
    );
  });
});

describe('a reloaded page', () => {
  it('gets the current state of every widget, including bytes', async () => {
    await frontEnd.run(
      "const kept = widgets.slider({ min: 1, max: 40, label: 'kept' }); const bytes = widgets.anywidget({ esm: 'e', state: { b: Uint8Array.of(1, 2) } }); show(widgets.vbox([kept, bytes]));",
    );
    const { id } = frontEnd.latest('IntSliderModel');
    await frontEnd.changed(id, { value: 33 });
    const { client } = frontEnd;
    client.send('comm_open', { comm_id: 'control', target_name: 'jupyter.widget.control', data: {} });
    const asked = client.send('comm_msg', { comm_id: 'control', data: { method: 'request_states' } });
    const published = await client.publishedFor(asked);
    const answer = published.find(({ header }) => header.msg_type === 'comm_msg');
    const data = answer?.content.data as {
      method: string;
      states: Record<string, object>;
      buffer_paths: string[][];
    };
    expect(data.method).toBe('update_states');
    expect(data.states[id]).toMatchObject({
      model_name: 'IntSliderModel',
      model_module: '@jupyter-widgets/controls',
      model_module_version: '2.0.0',
      state: { value: 33, description: 'kept' },
    });
    const own = frontEnd.latest('AnyModel').id;
    const at = data.buffer_paths.findIndex(([model]) => model === own);
    expect(data.buffer_paths[at]).toEqual([own, 'state', 'b']);
    expect([...(answer?.buffers[at] ?? [])]).toEqual([1, 2]);
    expect(Object.keys(data.states).sort()).toEqual([...frontEnd.models.keys()].sort());
    const info = (await client.replyTo(client.send('comm_info_request', { target_name: 'jupyter.widget' })))
      .content;
    expect(Object.keys(info.comms as object).sort()).toEqual(Object.keys(data.states).sort());
  });

  it('can request a single model', async () => {
    const { client } = frontEnd;
    const { id } = frontEnd.latest('IntSliderModel');
    const asked = client.send('comm_msg', { comm_id: id, data: { method: 'request_state' } });
    const answer = (await client.publishedFor(asked)).find(({ header }) => header.msg_type === 'comm_msg');
    expect(answer?.content.data).toMatchObject({ method: 'update', state: { value: 33 } });
  });
});

it('a widget shown twice has one model', async () => {
  const published = await frontEnd.run('const twice = widgets.text(); show(twice); twice');
  expect(modelIn(bundleOf(published, 'display_data'))).toBe(modelIn(bundleOf(published, 'execute_result')));
});
