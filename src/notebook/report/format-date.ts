/** A point in time as an element; in UTC, so that the same run reads the same everywhere. */
export function timeElement(date: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `<time datetime="${date.toISOString()}">${format.format(date)} UTC</time>`;
}
