/** Times that people write, in filters and in dialogs: in nanoseconds since 1970-01-01T00:00:00Z, or of a time that passes. */

const NANOS = 1_000_000_000n;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const CLOCK = String.raw`(?:[ T]+(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$`;
const ISO = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})${CLOCK}`);
const ENGLISH = new RegExp(`^([A-Za-z]{3}) +(\\d{1,2}), +(\\d{4})${CLOCK}`);

/**
 * `2023-11-14 22:13:20.5`, also with `T` for the blank, without seconds, minutes or time, with `Z`, `UTC` or an offset behind it;
 * `Nov 14, 2023 22:13:20`; or seconds since 1970. Without an offset it is UTC, as all times are shown.
 */
export function parseTime(text: string): bigint | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) return timeOf(iso.slice(1, 4).map(Number), iso.slice(4));
  const english = ENGLISH.exec(text);
  if (english !== null) {
    const month = MONTHS.indexOf((english[1] ?? '').toLowerCase()) + 1;
    return timeOf([Number(english[3]), month, Number(english[2])], english.slice(4));
  }
  return parseDecimalSeconds(text);
}

function timeOf(date: readonly number[], clock: readonly (string | undefined)[]): bigint | undefined {
  const [year = 0, month = 0, day = 0] = date;
  const [hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = clock;
  const time = new Date(Date.UTC(year, month - 1, day, Number(hour), Number(minute), Number(second)));
  // A leap second is the next one, as everywhere in captures; other overflow is a slip.
  const whole = time.getUTCMonth() === month - 1 && time.getUTCDate() === day;
  if ((!whole && Number(second) < 60) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60)
    return undefined;
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  const shift = offset === null ? 0 : (Number(offset[2]) * 60 + Number(offset[3])) * (offset[1] === '-' ? 60 : -60);
  return BigInt(time.getTime() / 1000 + shift) * NANOS + BigInt(fraction.padEnd(9, '0'));
}

/** Decimal seconds, exactly; undefined for anything else. */
export function parseDecimalSeconds(text: string): bigint | undefined {
  const found = /^(-?)(\d{1,15})(?:\.(\d{0,9})\d*)?$|^(-?)\.(\d{1,9})\d*$/.exec(text);
  if (found === null) return undefined;
  const nanos = BigInt(found[2] ?? '0') * NANOS + BigInt((found[3] ?? found[5] ?? '').padEnd(9, '0'));
  return found[1] === '-' || found[4] === '-' ? -nanos : nanos;
}

/** `[-][[hh:]mm:]ss[.ddd]` in nanoseconds, as by how much packets are to be moved; undefined for anything else. */
export function parseTimeShift(text: string): bigint | undefined {
  const found = /^([+-]?)(?:(?:(\d{1,8}):)?(\d{1,8}):)?(\d{1,12})?(?:\.(\d{0,9}))?$/.exec(text);
  if (found === null) return undefined;
  const [, sign, hours, minutes, seconds, fraction] = found;
  if (seconds === undefined && (minutes !== undefined || (fraction ?? '') === '')) return undefined;
  // Below a larger unit there is no more than one of it.
  if ((hours !== undefined && Number(minutes) > 59) || (minutes !== undefined && Number(seconds) > 59))
    return undefined;
  const whole = BigInt(hours ?? 0) * 3600n + BigInt(minutes ?? 0) * 60n + BigInt(seconds ?? 0);
  const nanos = whole * NANOS + BigInt((fraction ?? '').padEnd(9, '0'));
  return sign === '-' ? -nanos : nanos;
}
