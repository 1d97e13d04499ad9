import { describe, expect, it } from 'vitest';
import type { CellEvent } from '#listenlab/notebook/jupyter/outputs.js';
import { NotebookOutputs } from '#listenlab/notebook/jupyter/outputs.js';

const print = (name: 'stdout' | 'stderr', text: string): CellEvent => ({
  kind: 'output',
  output: { output_type: 'stream', name, text },
});
const display = (text: string, displayId?: string): CellEvent => ({
  kind: 'output',
  output: { output_type: 'display_data', data: { 'text/plain': text }, metadata: {} },
  displayId,
});
const update = (text: string, displayId: string): CellEvent => ({
  kind: 'update',
  displayId,
  data: { 'text/plain': text },
  metadata: {},
});

describe('merged outputs', () => {
  it('joins text of the same stream and keeps the order of the streams', () => {
    const outputs = new NotebookOutputs();
    const cell = outputs.begin();
    for (const event of [
      print('stdout', 'a'),
      print('stdout', 'b'),
      print('stderr', 'c'),
      print('stdout', 'd'),
    ]) {
      outputs.apply(event);
    }
    expect(cell).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'ab' },
      { output_type: 'stream', name: 'stderr', text: 'c' },
      { output_type: 'stream', name: 'stdout', text: 'd' },
    ]);
  });

  it('updates a display wherever it is: twice in one cell, and in earlier cells', () => {
    const outputs = new NotebookOutputs();
    const first = outputs.begin();
    outputs.apply(display('0', 'bar'));
    outputs.apply(display('other', 'else'));
    const second = outputs.begin();
    outputs.apply(display('0', 'bar'));
    outputs.apply(update('9', 'bar'));
    outputs.apply(update('x', 'unknown'));
    const texts = [first, second].map((cell) =>
      cell.map((output) => 'data' in output && output.data['text/plain']),
    );
    expect(texts).toEqual([['9', 'other'], ['9']]);
  });

  it('clears at once, or with the next output', () => {
    const outputs = new NotebookOutputs();
    const cell = outputs.begin();
    outputs.apply(print('stdout', 'gone'));
    outputs.apply({ kind: 'clear', wait: false });
    expect(cell).toEqual([]);
    outputs.apply(print('stdout', 'still here'));
    outputs.apply({ kind: 'clear', wait: true });
    expect(cell).toHaveLength(1);
    outputs.apply(print('stdout', 'new'));
    expect(cell).toEqual([{ output_type: 'stream', name: 'stdout', text: 'new' }]);
  });
});
