/** Says what was expected where a value is not that. */
export type Check = (value: unknown) => string | undefined;

export function wholeNumber(least: number, most: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? undefined
      : `a whole number from ${least} to ${most}`;
}

export function zeroOrMore(value: unknown): string | undefined {
  return Number.isFinite(value) && (value as number) >= 0 ? undefined : 'a finite number, 0 or more';
}

export function aboveZero(value: unknown): string | undefined {
  return Number.isFinite(value) && (value as number) > 0 ? undefined : 'a finite number above 0';
}

export function oneOf(...names: string[]): Check {
  const listed = names.map((name) => `'${name}'`).join(', ');
  return (value) => (names.includes(value as string) ? undefined : `one of ${listed}`);
}

/** A value that failed a check, as a message shows it. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' && value !== null
    ? `an ${value.constructor?.name ?? 'object'}`
    : String(value);
}
