/** A word as a shell reads it, in quotes where it needs them. */
export function shellWord(text: string): string {
  // A tilde that comes first means the home folder.
  return /^[\w./=,:-][\w./=,:~-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
