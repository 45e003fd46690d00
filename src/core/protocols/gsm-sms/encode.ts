import { packSeptets, toSeptets } from '../../base/gsm-alphabet.ts';
import { toSemiOctets } from '../../base/semi-octets.ts';
import { Writer } from '../../codec/codec.ts';

const ALPHANUMERIC = 5;
const INTERNATIONAL = 1;
const ISDN = 1;

/** A TP address: digits with `+` for an international number, or a text of up to 11 characters. */
export interface AddressDraft {
  readonly text: string;
  /** Type of number, 0 to 7; from the text when left out. */
  readonly type?: number;
  /** Numbering plan, 0 to 15; 1 (telephone) when left out, 0 with texts. */
  readonly plan?: number;
}

/** User data as they stand in the TPDU. */
export interface UserDataDraft {
  readonly bytes: Uint8Array;
  /** TP-UDL: septets for 7-bit text, octets for all else. */
  readonly length: number;
  /** True when they begin with a user data header. */
  readonly hasHeader: boolean;
}

interface Common {
  readonly pid?: number;
  /** TP-DCS; 4 (octets) when left out. */
  readonly dcs?: number;
  readonly userData: UserDataDraft;
  readonly replyPath?: boolean;
}

export interface SubmitDraft extends Common {
  readonly destination: AddressDraft;
  readonly reference?: number;
  /** TP-VP in the relative form; no validity period when left out. */
  readonly validity?: number;
  readonly rejectDuplicates?: boolean;
  readonly reportRequest?: boolean;
}

export interface DeliverDraft extends Common {
  readonly originator: AddressDraft;
  /** Seconds since 1970 at which the service centre got the message. */
  readonly seconds: number;
  /** Quarters of an hour ahead of UTC. */
  readonly zone?: number;
  readonly hasMore?: boolean;
  readonly reportIndication?: boolean;
}

const bit = (value: boolean | undefined): number => (value === true ? 1 : 0);

/**
 * Address of TS 23.040 9.1.2.5: half octets, type, digits.
 * @throws RangeError for a text that is neither digits nor of the default alphabet
 */
export function writeAddress(out: Writer, { text, type, plan }: AddressDraft): void {
  const digits = text.startsWith('+') ? text.slice(1) : text;
  const octets = type === ALPHANUMERIC ? undefined : toSemiOctets(digits);
  const kind = type ?? (octets === undefined ? ALPHANUMERIC : text.startsWith('+') ? INTERNATIONAL : 0);
  const septets = octets === undefined ? toSeptets(text) : undefined;
  if (octets === undefined && septets === undefined) throw new RangeError(`"${text}" is no address`);
  const value = octets ?? packSeptets(septets ?? new Uint8Array(0));
  const halves = septets === undefined ? digits.length : Math.ceil((septets.length * 7) / 4);
  out.bits(8, halves);
  out.bits(1, 1);
  out.bits(3, kind);
  out.bits(4, plan ?? (kind === ALPHANUMERIC ? 0 : ISDN));
  out.octets(value);
}

/** Seven octets of swapped digits (TS 23.040 9.2.3.11). */
export function timeOctets(seconds: number, zone = 0): Uint8Array {
  const local = new Date((seconds + zone * 900) * 1000);
  const parts = [
    local.getUTCFullYear() % 100,
    local.getUTCMonth() + 1,
    local.getUTCDate(),
    local.getUTCHours(),
    local.getUTCMinutes(),
    local.getUTCSeconds(),
    Math.abs(zone),
  ];
  const swapped = parts.map((value) => ((value % 10) << 4) | Math.floor(value / 10));
  return Uint8Array.from(swapped, (octet, i) => (i === 6 && zone < 0 ? octet | 0x08 : octet));
}

function writeUserData(out: Writer, { bytes, length }: UserDataDraft): void {
  out.bits(8, length);
  out.octets(bytes);
}

/** SMS-SUBMIT (TS 23.040 9.2.2.2): mobile to service centre. */
export function smsSubmit(draft: SubmitDraft): Uint8Array {
  const { validity, userData } = draft;
  const out = new Writer();
  out.bits(1, bit(draft.replyPath));
  out.bits(1, bit(userData.hasHeader));
  out.bits(1, bit(draft.reportRequest));
  out.bits(2, validity === undefined ? 0 : 2);
  out.bits(1, bit(draft.rejectDuplicates));
  out.bits(2, 1);
  out.bits(8, draft.reference ?? 0);
  writeAddress(out, draft.destination);
  out.bits(8, draft.pid ?? 0);
  out.bits(8, draft.dcs ?? 4);
  if (validity !== undefined) out.bits(8, validity);
  writeUserData(out, userData);
  return out.done();
}

/** SMS-DELIVER (TS 23.040 9.2.2.1): service centre to mobile. */
export function smsDeliver(draft: DeliverDraft): Uint8Array {
  const { userData } = draft;
  const out = new Writer();
  out.bits(1, bit(draft.replyPath));
  out.bits(1, bit(userData.hasHeader));
  out.bits(1, bit(draft.reportIndication));
  out.bits(2, 0);
  out.bits(1, draft.hasMore === true ? 0 : 1);
  out.bits(2, 0);
  writeAddress(out, draft.originator);
  out.bits(8, draft.pid ?? 0);
  out.bits(8, draft.dcs ?? 4);
  out.octets(timeOctets(draft.seconds, draft.zone));
  writeUserData(out, userData);
  return out.done();
}
