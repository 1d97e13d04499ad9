/** A kernel as the first page lists it. */
export interface RunningKernel {
  /** Id of the kernel. */
  id: string;
  /** API path of its document; '' without one. */
  path: string;
  /** `notebook`, `console` and the like. */
  type: string;
  /** As Jupyter calls it: `idle`, `busy`, `starting`, `restarting`, `dead`. */
  state: string;
  /** Seconds since it is in this state. */
  seconds: number;
  /** Bytes of memory of its process; null when the system does not tell. */
  memory: number | null;
  /** Pages that are connected to it. */
  pages: number;
  /** Whether a cell has ended that nobody has seen yet. */
  unseen: boolean;
}
