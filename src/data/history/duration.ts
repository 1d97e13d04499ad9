const SECOND = 1000;

/** 3:20, 00:02, 1:02:03 and 0:03:20.5. */
const CLOCK = /^(?:(\d+):)?(\d+):(\d\d(?:[.,]\d+)?)$/;
const NUMBER = /^[+-]?\d[\d.,'’\s]*(e[+-]?\d+)?/i;
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  sec: SECOND,
  sek: SECOND,
  seconds: SECOND,
  min: 60 * SECOND,
};

/**
 * How long something was played, in milliseconds, as exporters write it: 200, 200.5, 200,5, 1,200, 200 s, 3:20 or
 * 1:02:03; undefined where a text says nothing of the kind.
 *
 * @param unit how many milliseconds a number counts that has no unit of its own
 * @param decimal what stands before decimals where a number such as 1,200 may be a little or a thousand
 */
export function readDuration(given: string, unit: number, decimal: '.' | ','): number | undefined {
  const text = given.trim();
  const clock = CLOCK.exec(text);
  if (clock) {
    const [hours, minutes, seconds] = [clock[1] ?? '0', clock[2], clock[3].replace(',', '.')].map(Number);
    return (hours * 3600 + minutes * 60 + seconds) * SECOND;
  }
  const [digits = ''] = NUMBER.exec(text) ?? [];
  const written = text.slice(digits.length).trim().toLowerCase().replace(/\.$/, '');
  const factor = written === '' ? unit : UNITS[written];
  const number = digits === '' ? Number.NaN : numberOf(digits.replace(/['’\s]/g, ''), decimal);
  return factor === undefined || !Number.isFinite(number) ? undefined : number * factor;
}

/** Of two kinds of marks the last stands before decimals; one that comes again, or before three digits, need not. */
function numberOf(text: string, decimal: '.' | ','): number {
  const marks: readonly string[] = text.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  if (last === undefined) return Number(text);
  const isAgain = marks.indexOf(last) < marks.length - 1;
  const isThousands = marks.length === 1 && last !== decimal && /^[+-]?\d{1,3}[.,]\d{3}$/.test(text);
  if (isAgain || isThousands) return Number(text.replace(/[.,]/g, ''));
  const other = last === '.' ? ',' : '.';
  return Number(text.replaceAll(other, '').replace(last, '.'));
}
