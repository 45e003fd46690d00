import { isCanonical, type Outcome } from './check-digest.ts';
import { HEADER_20 } from './formats.ts';
import { describeOption, OPTIONS_20, type PlacedOption } from './options.ts';
import { digest20, type Reading20, SIGNATURE_OCTETS } from './read-20.ts';
import { type Breach, Breaches, count, hex, judgeText } from './reading.ts';
import { N20 } from './rules-n20.ts';
import { NX } from './rules-notes.ts';
import { CONNECTION_TYPES } from './values.ts';

const TEXT_RULES = { utf8: N20['N20-012'], netUnicode: N20['N20-013'] };

/** Rules that a 2.0 message shows to be broken. */
export function judge20(reading: Reading20): readonly Breach[] {
  const out = new Breaches(reading);
  const { header, start } = reading;
  if (header.version !== undefined && header.version !== 2) {
    const known = header.version === 1;
    out.add(
      known ? N20['N20-003'] : NX['NX-01'],
      `VER is ${header.version}${known ? ', that of DM 1.3' : ''}; a DM 2.0 notification has 2`,
      start,
      start + 4,
    );
  }
  if (header.reserved !== undefined && header.reserved !== 0) {
    out.add(N20['N20-005'], `RESERVED is 0x${hex(header.reserved, 2)}; zero is expected`, start + 9, start + 16);
  }
  judgeStructure(out, reading);
  if (reading.options !== undefined) judgeOptions(out, reading.options.options);
  judgePresence(out, reading);
  return out.list;
}

function judgeStructure(out: Breaches, reading: Reading20): void {
  const { options, headerEnd, end, octets, trailing, header } = reading;
  if (options === undefined) {
    const size = count(octets.length, 'octet');
    out.missing(N20['N20-S1'], `the header has ${HEADER_20} octets, the message ${size}`, headerEnd, end);
    return;
  }
  const { fault, faultStart } = options;
  const counted = header.optionCount ?? 0;
  const read = options.options.length;
  if (fault === 'none-left') {
    out.missing(N20['N20-004'], `OC counts ${count(counted, 'option')}, ${read} are there`, faultStart, end);
  } else if (fault === 'header') {
    const message = `option ${read + 1} of ${counted} has no room for delta and length: 1 octet left`;
    out.missing(N20['N20-S2'], message, faultStart, end);
  } else if (fault === 'value') {
    const last = options.options.at(-1);
    const message = `the value of option ${read} of ${counted} is cut: ${last?.octets.length ?? 0} of ${count(last?.length ?? 0, 'octet')}`;
    out.missing(N20['N20-S3'], message, faultStart, options.end);
  }
  if (trailing === undefined) return;
  const extra = count(trailing.octets.length, 'octet');
  if (reading.trailingOptions) {
    const message = `OC counts ${count(counted, 'option')}; the ${extra} behind them are options too`;
    out.add(N20['N20-004'], message, trailing.start, trailing.end);
  } else {
    out.add(N20['N20-S4'], `${extra} behind the last option that are no options`, trailing.start, trailing.end);
  }
}

function judgeOptions(out: Breaches, options: readonly PlacedOption[]): void {
  const seen = new Set<number>();
  for (const [index, option] of options.entries()) {
    const { number, written, start } = option;
    const name = describeOption(OPTIONS_20, number);
    if (index > 0 && written === 0) {
      out.add(N20['N20-009'], `delta 0 repeats ${name}; numbers increase`, start, start + 4);
    }
    if (number < 1 || number > 5) {
      out.add(N20['N20-014'], `option number ${number} is not defined; 1 to 5 are`, start, start + 4);
    }
    if (seen.has(number)) out.add(N20['N20-015'], `${name} occurs again; once is allowed`, start, start + 4);
    seen.add(number);
    judgeOption(out, option, name);
  }
}

function judgeOption(out: Breaches, option: PlacedOption, name: string): void {
  const { number, length, start, whole } = option;
  const from = start + 4;
  const to = start + 16;
  switch (number) {
    case 1:
      if (length === 0) out.add(N20['N20-S5'], 'SERVER-ID is empty: it names no server', from, to);
      judgeText(out, option, name, TEXT_RULES);
      return;
    case 2:
      if (whole) judgeConnectionTypes(out, option);
      return;
    case 3:
      if (length % 2 !== 0) {
        const message = `REQ-MO has ${count(length, 'octet')}; an MO index takes two, so the number is even`;
        out.add(N20['N20-018'], message, from, to);
      }
      return;
    case 4:
      if (length % 6 !== 0) {
        const message = `REQ-MO-CV has ${count(length, 'octet')}; an entry takes six, so the number is a multiple of 6`;
        out.add(N20['N20-019'], message, from, to);
      }
      return;
    case 5:
      if (length !== SIGNATURE_OCTETS) {
        const message = `SHA256-DIGEST has ${count(length, 'octet')}; 4 of time and 32 of digest make 36`;
        out.add(N20['N20-027'], message, from, to);
      }
  }
}

function judgeConnectionTypes(out: Breaches, { octets, valueStart }: PlacedOption): void {
  for (const [index, type] of octets.entries()) {
    if (type in CONNECTION_TYPES) continue;
    const start = valueStart + index * 8;
    out.add(N20['N20-026'], `connection type ${hex(type, 2)} is not defined; 00 to 03 are`, start, start + 8);
  }
}

function judgePresence(out: Breaches, { options, headerEnd }: Reading20): void {
  if (options === undefined || options.fault !== undefined) return;
  if (options.options.some(({ number }) => number === 1)) return;
  out.add(N20['N20-016'], 'SERVER-ID is left out: the device must know the server otherwise', headerEnd, headerEnd);
}

/** What the check of the digest breaks. */
export function judgeDigest20(reading: Reading20, outcome: Outcome): readonly Breach[] {
  const out = new Breaches(reading);
  const { start, end } = digest20(reading) ?? { start: reading.end, end: reading.end };
  if (outcome.verdict === 'mismatch') {
    const message = `the digest matches no formula with any secret given (${outcome.tried} tried)`;
    out.add(N20['N20-D1'], message, start, end);
  } else if (outcome.verdict === 'zero') {
    out.add(N20['N20-032'], 'the digest is all zero: step 3 of signing was left out', start, end);
  } else if (outcome.verdict === 'match' && !isCanonical(outcome)) {
    const message = `the digest matches ${outcome.formula?.id} (${outcome.formula?.reading}), secret ${outcome.secretForm}; canonical is N20-F1 with the secret as typed`;
    out.add(N20['N20-D2'], message, start, end);
  }
  return out.list;
}
