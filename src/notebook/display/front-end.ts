import type { MimeBundle } from './mime-bundle.js';

/** How a bundle is to be shown. */
export interface DisplayOptions {
  /** Names the display, so that it can be replaced later. */
  displayId?: string;
  /** Replaces what was shown under `displayId`. */
  update?: boolean;
  /** Says that a named display will not change any more. */
  final?: boolean;
}

/** Something that shows MIME bundles: a notebook, or text on standard output. */
export interface FrontEnd {
  display(bundle: MimeBundle, options?: DisplayOptions): void;
}
