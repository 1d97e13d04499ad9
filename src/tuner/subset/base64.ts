/** Longer argument lists than this overflow the stack of some engines. */
const CHUNK = 0x8000;

/** Bytes as base64, in Node.js and in browsers alike. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

/** Undoes {@link base64Of}; the bytes have a buffer of their own. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  return Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}
