import type { TunerOptions } from '../tuner-options.js';
import { button, h } from './dom.js';

/** The name of the file; `listenlab run` and `listenlab train` take it with `--set @settings.json`. */
const FILE = 'settings.json';

/** A button that saves what the knobs say, in the form that `listenlab tune --output` writes. */
export function saveSettingsButton(options: () => TunerOptions): HTMLButtonElement {
  return button('Save these settings', () => save(`${JSON.stringify(options(), null, 2)}\n`), {
    title: `Downloads ${FILE}, for npx listenlab run --set @${FILE}`,
  });
}

function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href: address, download: FILE }).click();
  // After the click, whose download has begun by then, has been dealt with.
  setTimeout(() => URL.revokeObjectURL(address));
}
