/** Times of SMPP 3.4 7.1.1: `YYMMDDhhmmsstnnp`. */

const PATTERN = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d)(\d\d)([-+R])$/;
const QUARTER_SECONDS = 15 * 60;
const DAY_SECONDS = 86_400;

/** `seconds` since 1970, or from now on when `relative`; undefined when the text is no time. An empty text is 0 seconds from now. */
export function parseTime(text: string): { readonly relative: boolean; readonly seconds: number } | undefined {
  if (text === '') return { relative: true, seconds: 0 };
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [years, months, days, hours, minutes, seconds, tenths, quarters] = match.slice(1, 9).map(Number);
  const clock = hours! * 3600 + minutes! * 60 + seconds!;
  if (match[9] === 'R') {
    // A year counts 365 days and a month 30: the specification says nothing of it.
    return { relative: true, seconds: (years! * 365 + months! * 30 + days!) * DAY_SECONDS + clock };
  }
  if (months! < 1 || months! > 12 || days! < 1 || days! > 31 || clock >= DAY_SECONDS) return undefined;
  const local = Date.UTC(2000 + years!, months! - 1, days!) / 1000 + clock + tenths! / 10;
  return { relative: false, seconds: local - (match[9] === '+' ? 1 : -1) * quarters! * QUARTER_SECONDS };
}
