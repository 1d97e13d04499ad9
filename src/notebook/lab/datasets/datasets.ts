import type { DownloadState } from '../../page/protocol.js';

/** The datasets that a lab offers for its notebooks. Whoever starts the lab hands them over. */
export interface Datasets {
  /** Those that have a name, in the order in which the first page shows them. */
  list(): readonly ListedDataset[];
  /** Starts to download one of {@link list}, unless that is being done already. */
  download(name: string): void;
  /** Stops a download that runs. */
  cancel(name: string): void;
  /**
   * Looks at a file or folder that was named on the first page.
   *
   * @param optionsText how it is read, as it was typed; see {@link readOptionsText}
   */
  check(file: string, optionsText: string): Promise<CheckedDataset>;
  /** Stops all downloads. */
  close(): void;
}

/** A dataset that has a name. */
export interface ListedDataset {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly licence: string;
  readonly simulated: boolean;
  /** Whether its files are on this machine. */
  readonly present: boolean;
  readonly download: DownloadState;
}

/** A dataset of one's own that the notebooks can open, or why they cannot. */
export type CheckedDataset =
  | {
      /** How it is read. */
      readonly table: object;
      /** What should be said about it, though it can be opened. */
      readonly note: string | undefined;
      readonly refusal?: undefined;
    }
  | {
      readonly refusal: string;
      /** What may be typed as options: those that were given, and those that are likely meant; undefined where none would help. */
      readonly options: string | undefined;
    };
