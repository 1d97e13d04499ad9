import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findChrome } from '#listenlab/notebook/chrome/find-chrome.js';
import { useFolder } from '../../support/folder.js';

describe('the installed browser', () => {
  const folder = useFolder();
  const program = (name: string) => {
    const file = folder.file(name);
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o755);
    return file;
  };

  it('is the first of the known names on the PATH that can be executed', () => {
    writeFileSync(folder.file('google-chrome'), 'no program');
    program('chromium-browser');
    const chromium = program('chromium');
    expect(findChrome({ PATH: ['', '/nowhere', folder.path].join(path.delimiter) })).toBe(chromium);
    expect(findChrome({ PATH: '/nowhere' })).toBeUndefined();
  });

  it('is the one that LISTENLAB_CHROME names, by path or by name, before all others', () => {
    program('chromium');
    const brave = program('brave');
    expect(findChrome({ PATH: folder.path, LISTENLAB_CHROME: brave })).toBe(brave);
    expect(findChrome({ PATH: folder.path, LISTENLAB_CHROME: 'brave' })).toBe(brave);
    expect(findChrome({ PATH: folder.path, LISTENLAB_CHROME: 'off' })).toBeUndefined();
  });

  it('is asked for again if LISTENLAB_CHROME names no program', () => {
    expect(() => findChrome({ PATH: folder.path, LISTENLAB_CHROME: '/nowhere/chrome' })).toThrow(
      'LISTENLAB_CHROME is /nowhere/chrome, which is no program; expected the path of Chrome, Chromium or Edge, or "off"',
    );
  });
});
