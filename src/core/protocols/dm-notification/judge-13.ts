import { readBits } from '../../base/bits.ts';
import type { Rule } from '../../codec/rule.ts';
import { isCanonical, type Outcome } from './check-digest.ts';
import { DIGEST_13, HEADER_13 } from './formats.ts';
import { describeOption, OPTIONS_13, type PlacedOption } from './options.ts';
import type { Reading13 } from './read-13.ts';
import { type Breach, Breaches, count, hex, judgeText } from './reading.ts';
import { N13 } from './rules-n13.ts';
import { NX } from './rules-notes.ts';
import { BEARERS } from './values.ts';

const TEXT_RULES = { utf8: N13['N13-011'], netUnicode: N13['N13-012'] };

/** Rules that one reading of a 1.3 message shows to be broken. */
export function judge13(reading: Reading13): readonly Breach[] {
  const out = new Breaches(reading);
  judgeHeader(out, reading);
  judgeStructure(out, reading);
  if (reading.options !== undefined) {
    judgeOptions(out, reading.options.options);
    if (reading.options.fault === undefined) judgePresence(out, reading);
  }
  return out.list;
}

function judgeHeader(out: Breaches, { header, start }: Reading13): void {
  const { version, transport, reserved, sessionId } = header;
  if (version !== undefined && version !== 1) {
    const known = version === 2;
    out.add(
      known ? N13['N13-021'] : NX['NX-01'],
      `VER is ${version}${known ? ', that of DM 2.0' : ''}; a DM 1.3 notification has 1`,
      start,
      start + 4,
    );
  }
  if (transport !== undefined && transport > 4) {
    out.add(N13['N13-027'], `TRA ${transport} is reserved; 0 to 4 are defined`, start + 10, start + 13);
  }
  if (reserved !== undefined && reserved !== 0) {
    out.add(N13['N13-028'], `RESERVED is 0x${hex(reserved, 5)}; zero is expected`, start + 13, start + 32);
  }
  if (sessionId === 0) out.add(N13['N13-036'], 'SESSIONID is 0; it must be 1 to FFFF', start + 48, start + 64);
}

function judgeStructure(out: Breaches, reading: Reading13): void {
  const { options, headerEnd, end, octets, digest, trailing, header } = reading;
  if (options === undefined) {
    const size = count(octets.length, 'octet');
    out.missing(N13['N13-S1'], `the header has ${HEADER_13} octets, the message ${size}`, headerEnd, end);
    return;
  }
  const position = `option ${options.options.length + (options.fault === 'value' ? 0 : 1)} of ${header.optionCount ?? 0}`;
  if (options.fault === 'value') {
    const last = options.options.at(-1);
    const there = last?.octets.length ?? 0;
    const message = `the value of ${position} is cut: ${there} of ${count(last?.length ?? 0, 'octet')}`;
    out.missing(N13['N13-S3'], message, options.faultStart, options.end);
  } else if (options.fault !== undefined) {
    const left = count((end - options.faultStart) / 8, 'octet');
    out.missing(N13['N13-S2'], `${position} has no room for number and length: ${left} left`, options.faultStart, end);
  }
  if (digest !== undefined && digest.octets.length < DIGEST_13) {
    const message =
      digest.octets.length === 0
        ? 'the digest is missing; its 32 octets follow the options'
        : `the digest is cut: ${digest.octets.length} of 32 octets`;
    out.missing(N13['N13-S4'], message, digest.start, digest.end);
  }
  if (trailing !== undefined) {
    const extra = count(trailing.octets.length, 'octet');
    out.add(N13['N13-S5'], `${extra} behind the digest, with which the message ends`, trailing.start, trailing.end);
  }
}

const AT_MOST_ONCE: Readonly<Record<number, Rule>> = { 1: N13['N13-042'], 5: N13['N13-020'], 6: N13['N13-047'] };

const LENGTHS: Readonly<Record<number, { readonly rule: Rule; readonly least: number; readonly most: number }>> = {
  1: { rule: N13['N13-014'], least: 1, most: 256 },
  2: { rule: N13['N13-015'], least: 1, most: 2 },
  3: { rule: N13['N13-016'], least: 1, most: 2 },
  4: { rule: N13['N13-017'], least: 1, most: 1 },
  5: { rule: N13['N13-018'], least: 1, most: 4095 },
  6: { rule: N13['N13-019'], least: 1, most: 4095 },
};

function judgeOptions(out: Breaches, options: readonly PlacedOption[]): void {
  const seen = new Set<number>();
  let last = 0;
  for (const option of options) {
    const { number, start } = option;
    const name = describeOption(OPTIONS_13, number);
    if (number < last) {
      out.add(N13['N13-008'], `${name} stands behind option ${last}; numbers do not fall`, start, start + 4);
    }
    last = number;
    if (number < 1 || number > 6) {
      out.add(N13['N13-013'], `option number ${number} is not defined; 1 to 6 are`, start, start + 4);
    }
    const once = AT_MOST_ONCE[number];
    if (once !== undefined && seen.has(number)) {
      out.add(once, `${name} occurs again; once is allowed`, start, start + 4);
    }
    seen.add(number);
    judgeLength(out, option, name);
    if (number === 1 || number === 5 || number === 6) judgeText(out, option, name, TEXT_RULES);
    if (number === 4 && option.whole) judgeBearer(out, option);
  }
}

function judgeLength(out: Breaches, { number, length, start }: PlacedOption, name: string): void {
  const from = start + 4;
  const to = start + 16;
  const limit = LENGTHS[number];
  if (limit !== undefined && (length < limit.least || length > limit.most)) {
    const range = limit.least === limit.most ? `${limit.least}` : `${limit.least} to ${limit.most}`;
    out.add(limit.rule, `${name} has ${count(length, 'octet')}; ${range} are allowed`, from, to);
  }
  if (number !== 1 || length < 256) return;
  if (length === 256) {
    const message = 'Server-ID has 256 octets: allowed by the table, but the length needs more than 8 bits';
    out.add(N13['N13-041'], message, from, to, 'note');
  } else {
    out.add(N13['N13-041'], `Server-ID has ${length} octets; at most 256 are allowed`, from, to);
  }
}

function judgeBearer(out: Breaches, { octets, valueStart, valueEnd }: PlacedOption): void {
  // Leading zeros do not make a number larger; what is longer than six octets without them is beyond the list anyway.
  const high = octets.subarray(0, Math.max(0, octets.length - 6)).some((octet) => octet !== 0);
  const low = octets.subarray(Math.max(0, octets.length - 6));
  const value = readBits(low, 0, low.length * 8);
  if (!high && value in BEARERS) return;
  out.add(N13['N13-057'], `bearer ${high ? 'value' : value} is not defined; 00 to 0B are`, valueStart, valueEnd);
}

function judgePresence(out: Breaches, { options, headerEnd }: Reading13): void {
  const has = (number: number) => options?.options.some((option) => option.number === number) === true;
  if (!has(1)) out.add(N13['N13-044'], 'Server-ID is missing; every notification has one', headerEnd, headerEnd);
  if (!has(3)) out.add(N13['N13-051'], 'Requested-MO is missing; at least one is required', headerEnd, headerEnd);
}

/** What the check of the digest breaks. */
export function judgeDigest13(reading: Reading13, outcome: Outcome): readonly Breach[] {
  const out = new Breaches(reading);
  const { start, end } = reading.digest ?? { start: reading.end, end: reading.end };
  if (outcome.verdict === 'mismatch') {
    const message = `the digest matches no formula with any secret given (${outcome.tried} tried)`;
    out.add(N13['N13-D1'], message, start, end);
  } else if (outcome.verdict === 'zero') {
    out.add(N13['N13-D3'], 'the digest is all zero: it was never computed', start, end);
  } else if (outcome.verdict === 'match' && !isCanonical(outcome)) {
    const message = `the digest matches ${outcome.formula?.id} (${outcome.formula?.reading}), secret ${outcome.secretForm}; canonical is N13-F1 with the secret as typed`;
    out.add(N13['N13-D2'], message, start, end);
  }
  return out.list;
}
