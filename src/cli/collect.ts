/** Gathers the values of an option that may be repeated; commander calls it with each. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
