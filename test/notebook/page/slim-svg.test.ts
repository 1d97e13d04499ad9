import { describe, expect, it } from 'vitest';
import { slimSvg } from '../../../src/notebook/page/picture/slim-svg.js';

describe('an SVG of Plotly’s in less text', () => {
  it('loses empty groups, what is for use, and digits, and keeps every tag closed', () => {
    const svg =
      '<svg class="main-svg"><g class="a"><g class="b" /></g><g><g /><g></g><path d="M1.23456,2e-7L10,20.05" data-i="1" /></g></svg>';
    expect(slimSvg(svg).replace(/ font-family="[^"]*"/, '')).toBe(
      '<svg><g></g><g><path d="M1.2,2e-7L10,20.0" /></g></svg>',
    );
  });

  it('has ids that depend on the content only, and are not those of another picture', () => {
    const drawn = (uid: string, text: string) =>
      slimSvg(`<svg><defs id="defs-${uid}"/><path clip-path="url(#clip${uid})"/><text>${text}</text></svg>`);
    expect(drawn('abc123', 'one')).toBe(drawn('ffffff', 'one'));
    const id = /defs-(\w+)/;
    expect(id.exec(drawn('abc123', 'one'))?.[1]).not.toBe(id.exec(drawn('abc123', 'two'))?.[1]);
  });
});
