import type { Outcome } from './check-digest.ts';
import { HEADER_12 } from './formats.ts';
import type { Reading12 } from './read-12.ts';
import { type Breach, Breaches, count, hex } from './reading.ts';
import { DS, N12 } from './rules-n12.ts';
import { QUIRKS } from './rules-notes.ts';
import { versionTimesTen } from './values.ts';

/** Rules that a DM 1.2 notification shows to be broken, and what clients in the field make of it. */
export function judge12(reading: Reading12): readonly Breach[] {
  const out = new Breaches(reading);
  const { header, start, vendor, serverId } = reading;
  judgeVersion(out, reading, 11);
  if (header.futureUse !== undefined && header.futureUse !== 0) {
    const message = `future-use is 0x${hex(header.futureUse, 7)}; unused bits must be zero`;
    out.add(N12['N12-010'], message, start + 141, start + 168);
  }
  if (header.sessionId === 0) {
    out.add(N12['N12-014'], 'the session id is 0; it should be 1 to FFFF', start + 168, start + 184);
  }
  if (header.serverIdLength === 0) {
    out.add(N12['N12-015'], 'the length-identifier is 0: no server is named', start + 184, start + 192);
  }
  judgeOpening(out, reading, N12['N12-S1'], N12['N12-S2']);
  if (serverId?.whole === true) {
    const wrong = serverId.octets.find((octet) => octet === 0 || octet > 0x7f);
    if (wrong !== undefined) {
      const message = `the server identifier has the octet ${hex(wrong, 2)}; 01 to 7F are allowed`;
      out.add(N12['N12-016'], message, serverId.start, serverId.end);
    }
  }
  if (vendor !== undefined) {
    const message = `${count(vendor.octets.length, 'vendor-specific octet')} behind the server identifier`;
    out.add(N12['N12-017'], message, vendor.start, vendor.end);
    out.add(QUIRKS['Q-15'], 'buteo-syncml refuses triggers with vendor-specific octets', vendor.start, vendor.end);
  }
  judgeQuirks(out, reading);
  return out.list;
}

function judgeVersion(out: Breaches, { header, start }: Reading12, right: 11 | 12): void {
  const { version } = header;
  if (version === undefined || version === right) return;
  const other = version === 12 ? ', the value of DS alerts' : version === 11 ? ', the value of DM notifications' : '';
  const rule = right === 11 ? N12['N12-007'] : DS['DS-001'];
  const message = `the version field is ${version} (${versionTimesTen(version)})${other}; it must be ${right}`;
  out.add(rule, message, start + 128, start + 138);
}

function judgeOpening(
  out: Breaches,
  reading: Reading12,
  short: (typeof N12)['N12-S1'],
  cutId: (typeof N12)['N12-S2'],
): void {
  const { headerWhole, headerEnd, end, octets, serverId } = reading;
  if (!headerWhole) {
    const message = `the message has ${count(octets.length, 'octet')}; ${HEADER_12} are the least`;
    out.missing(short, message, headerEnd, end);
  } else if (serverId?.whole === false) {
    const message = `the server identifier is cut: ${serverId.octets.length} of ${count(serverId.length, 'octet')}`;
    out.missing(cutId, message, serverId.start, serverId.end);
  }
}

function judgeQuirks(out: Breaches, { header, start, serverId, octets }: Reading12): void {
  const { version = 11, serverIdLength = 1 } = header;
  const at = [start + 184, start + 192] as const;
  const versionAt = [start + 128, start + 138] as const;
  if (version === 12) out.add(QUIRKS['Q-01'], 'version 12: strict 1.2 clients drop this', ...versionAt);
  if (version === 8) out.add(QUIRKS['Q-14'], 'version 8: looks like 1.1 sent by buteo-syncml', ...versionAt);
  if (version >= 512)
    out.add(QUIRKS['Q-09'], 'the top bit of the version is set: it breaks some clients', ...versionAt);
  if (serverIdLength === 0) out.add(QUIRKS['Q-03'], 'AOSP-derived clients refuse an empty server identifier', ...at);
  if (serverIdLength > 23) {
    out.add(QUIRKS['Q-03'], 'server identifier over 23 octets: refused by AOSP-derived clients', ...at);
  }
  if (serverId?.whole === false) {
    out.add(QUIRKS['Q-03'], 'identifier length beyond the end: over-read in some clients', ...at);
  }
  if (serverIdLength > 32) {
    out.add(QUIRKS['Q-04'], 'server identifier over 32 octets: overflow in some clients', ...at);
  }
  if (serverIdLength > 127) out.add(QUIRKS['Q-09'], 'length over 127: some clients take it for negative', ...at);
  if (octets.length - 16 > 255) {
    const message = 'trigger over 255 octets: AOSP-derived clients compute the digest over a wrong length (N12-F10)';
    out.add(QUIRKS['Q-05'], message, start + 128, start + octets.length * 8);
  }
}

/** Rules that a DS 1.2 alert shows to be broken. */
export function judgeDs12(reading: Reading12): readonly Breach[] {
  const out = new Breaches(reading);
  const { header, start, body } = reading;
  judgeVersion(out, reading, 12);
  if (header.futureUse !== undefined && header.futureUse !== 0) {
    out.add(DS['DS-002'], `future-use is 0x${hex(header.futureUse, 7)}; zero is expected`, start + 141, start + 168);
  }
  judgeOpening(out, reading, DS['DS-S1'], DS['DS-S2']);
  if (body === undefined) return out.list;
  if (body.futureUse !== 0) {
    const message = `future use beside the number of data stores is ${body.futureUse}; zero is expected`;
    out.add(DS['DS-002'], message, body.start + 4, body.start + 8);
  }
  for (const sync of body.syncs) {
    if (sync.type < 6 || sync.type > 10) {
      const message = `sync type ${sync.type} (alert ${sync.type + 200}) is not defined; 6 to 10 (206 to 210) are`;
      out.add(DS['DS-003'], message, sync.start, sync.start + 4);
    }
    if (sync.futureUse !== 0) {
      const message = `future use beside the sync type is ${sync.futureUse}; zero is expected`;
      out.add(DS['DS-002'], message, sync.start + 4, sync.start + 8);
    }
  }
  if (body.fault !== undefined) {
    out.missing(DS['DS-S3'], `${body.fault.what} is cut`, body.fault.start, body.fault.end);
  }
  if (body.count === 0) {
    const message = 'no data store is listed, which means all of them: buteo-syncml refuses that';
    out.add(QUIRKS['Q-15'], message, body.start, body.start + 4);
  }
  return out.list;
}

/** What the check of the digest breaks. */
export function judgeDigest12(reading: Reading12, outcome: Outcome, ds: boolean): readonly Breach[] {
  const out = new Breaches(reading);
  const { start } = reading;
  const end = start + 128;
  const { formula } = outcome;
  if (outcome.verdict === 'mismatch') {
    const message = `the digest matches no formula with any secret given (${outcome.tried} tried)`;
    out.add(ds ? DS['DS-D1'] : N12['N12-D1'], message, start, end);
  } else if (outcome.verdict === 'zero') {
    const message = 'the digest is all zero: the sender had no credentials';
    out.add(ds ? DS['DS-D3'] : N12['N12-D3'], message, start, end);
  } else if (formula?.id === 'N12-F2') {
    // Resynchronisation is legal; the DS rules were read from code and have no counterpart.
    if (!ds) out.add(N12['N12-002'], 'the digest was made with the zero nonce (resynchronisation)', start, end);
  } else if (formula !== undefined && formula.id !== 'N12-F1') {
    const message = `the digest matches ${formula.id} (${formula.reading}); canonical is N12-F1`;
    out.add(ds ? DS['DS-D2'] : N12['N12-D2'], message, start, end);
  }
  return out.list;
}
