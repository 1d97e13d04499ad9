import type { PartAddress } from '../../notebook/page/address.js';
import type { TunerOptions } from '../session/messages.js';
import { KNOBS, readKnob } from './knobs.js';
import { say } from './say.js';

/** Browsers stop a page that changes its address more often than a hundred times in 30 s. */
const WRITE_EVERY = 400;

/** The knobs' settings as the page's address holds them: those that differ from the panel's first ones. */
export class SettingsAddress {
  readonly #address: PartAddress;
  readonly #first: TunerOptions;
  #next: TunerOptions | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(address: PartAddress, first: TunerOptions) {
    this.#address = address;
    this.#first = first;
  }

  /** The settings in the address, and what of it cannot be used, in words. */
  read(): { options: TunerOptions; refused: string } {
    const read: Record<string, string | number> = {};
    const refused = this.#address.unknown().map((key) => say('noSetting', { name: key }));
    const asked = this.#address.read();
    for (const knob of KNOBS) {
      const text = asked.get(knob.name);
      if (text === undefined) continue;
      const { value, expected } = readKnob(knob, text);
      if (value === undefined)
        refused.push(say('settingIsWrong', { name: knob.name, value: text, expected }));
      else read[knob.name] = value;
    }
    const words = refused.length === 0 ? '' : say('notFromAddress', { refused: refused.join('; ') });
    return { options: { ...this.#first, ...read }, refused: words };
  }

  /** Writes the settings, soon: a knob that is dragged changes them with every frame. */
  write(options: TunerOptions): void {
    this.#next = options;
    this.#waiting ??= setTimeout(() => this.#flush(), WRITE_EVERY);
  }

  /** An address that opens the panel with these settings. */
  link(options: TunerOptions): string {
    // Also settings that do not differ, so that there is something to read in it.
    const { alpha, factors } = options;
    return this.#address.link({ alpha: String(alpha), factors: String(factors), ...this.#changed(options) });
  }

  onChange(handle: () => void): () => void {
    return this.#address.onChange(handle);
  }

  close(): void {
    clearTimeout(this.#waiting);
  }

  #flush(): void {
    this.#waiting = undefined;
    if (this.#next) this.#address.write(this.#changed(this.#next), false);
  }

  #changed(options: TunerOptions): Record<string, string> {
    const names = KNOBS.map(({ name }) => name).filter((name) => options[name] !== this.#first[name]);
    return Object.fromEntries(names.map((name) => [name, String(options[name])]));
  }
}
