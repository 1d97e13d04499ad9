import { zipSync } from 'fflate';

/** Files as one archive. Pictures are packed already. The build puts what is used of fflate into this file. */
export function zipped(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync(files, { level: 0 });
}
