import type { DownloadState } from '../../page/protocol.js';

/** The datasets that a lab offers to its notebooks, passed in by the code that starts the lab. */
export interface Datasets {
  /** Named datasets, in the order of the first page. */
  list(): readonly ListedDataset[];
  /** Starts downloading one of {@link list}, unless it is already being downloaded. */
  download(name: string): void;
  /** Stops a running download. */
  cancel(name: string): void;
  /**
   * Checks a file or folder entered on the first page.
   *
   * @param optionsText reading options as typed; see {@link readOptionsText}
   */
  check(file: string, optionsText: string): Promise<CheckedDataset>;
  /** Stops all downloads. */
  close(): void;
}

/** A named dataset. */
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

/** A user's own dataset that notebooks can open, or why they cannot. */
export type CheckedDataset =
  | {
      /** Reading options. */
      readonly table: object;
      /** A remark on it, although it can be opened. */
      readonly note: string | undefined;
      readonly refusal?: undefined;
    }
  | {
      readonly refusal: string;
      /** Options to suggest: those given plus likely ones; undefined if none would help. */
      readonly options: string | undefined;
    };
