import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import type { Summary } from '../../dissect/summary.ts';
import { addressText, readSmsc } from './address.ts';
import { codingOf } from './coding.ts';
import { computeShortMessage } from './computed.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import { type Direction, guessDirection, likelyTpdu, scanTpdu } from './scan.ts';
import { TpduReader, threadOf } from './tpdu.ts';

/** What the bearer knows of a TPDU. */
interface Form {
  /** Undefined when it is to be found out from the octets. */
  readonly direction: Direction | undefined;
  /** Whether an RP-ERROR carries the TPDU; undefined when unknown. */
  readonly isError: boolean | undefined;
  /** True when the SMSC address stands in front. */
  readonly hasSmsc: boolean;
}

const MAX_SMSC_OCTETS = 11;

class ShortMessages implements Dissector {
  readonly id = 'gsm_sms';
  readonly isPlaced = true;
  readonly lays = ['gsm_sms_ud'];
  readonly name = 'GSM SMS';
  readonly #names: Table<string>;
  readonly #form: Form;
  number = 0;

  constructor(names: Table<string>, form: Form) {
    this.#names = names;
    this.#form = form;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    row.state.contents.note(this, bytes, start, end, row);
    const { hasSmsc, isError } = this.#form;
    const at = hasSmsc ? start + 1 + (bytes[start] ?? 0) : start;
    if (at >= end) return;
    const direction = this.#form.direction ?? guessDirection(bytes, at, end);
    const scan = scanTpdu(bytes, at, end, direction, isError);
    // Nothing but a whole address is one.
    const there = scan.addressAt >= 0 && scan.addressAt < end;
    const address = there ? addressText(bytes, scan.addressAt, end) : '';
    if (there && row.source === 0 && row.destination === 0) {
      const id = row.state.addresses.named(address);
      if (scan.kind === 'deliver') row.source = id;
      else if (scan.kind !== 'status-report') row.destination = id;
    }
    if (scan.userDataAt < 0 || scan.userDataAt >= end) return;
    const coding = codingOf(scan.dcs);
    const isMessage = scan.kind === 'deliver' || scan.kind === 'submit';
    row.shortMessage = {
      hasHeader: scan.hasHeader,
      coding,
      septets: coding === 'septets' ? scan.length : -1,
      thread: threadOf(direction, isMessage ? address : '', row.channel),
    };
    const stop = Math.min(end, scan.userDataAt + scan.userDataOctets);
    if (stop > scan.userDataAt) this.#names.get('gsm_sms_ud')?.summarize?.(bytes, scan.userDataAt, stop, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const row = cursor.open(f.protocol);
    if (this.#form.hasSmsc) readSmsc(cursor);
    const direction = this.#form.direction ?? guessDirection(cursor.bytes, cursor.at, cursor.end >>> 3);
    const userData = this.#names.get('gsm_sms_ud');
    new TpduReader(cursor, context, direction, this.#form.isError, userData).read(row);
  }
}

/** PDU mode: the SMSC address, then exactly one TPDU. */
function likelyWithSmsc(bytes: Uint8Array, start: number, end: number): number {
  const octets = bytes[start];
  if (octets === undefined || octets > MAX_SMSC_OCTETS || octets === 1 || start + 1 + octets >= end) return 0;
  if (octets > 1 && (bytes[start + 1]! & 0x80) === 0) return 0;
  const at = start + 1 + octets;
  return Math.max(likelyTpdu(bytes, at, end, 'to-mobile'), likelyTpdu(bytes, at, end, 'to-network'));
}

export function register(to: Registry): void {
  computeShortMessage(to);
  const names = to.table('dissector.name');
  const make = (direction: Direction | undefined, isError?: boolean, hasSmsc = false) =>
    new ShortMessages(names, { direction, isError, hasSmsc });
  const unknown = make(undefined);
  const number = to.protocol(unknown, Object.values(f), Object.values(RULES));
  const bound = {
    toMobile: make('to-mobile'),
    toNetwork: make('to-network'),
    ackToMobile: make('to-mobile', false),
    ackToNetwork: make('to-network', false),
    errorToMobile: make('to-mobile', true),
    errorToNetwork: make('to-network', true),
    withSmsc: make(undefined, undefined, true),
  };
  for (const dissector of [unknown, ...Object.values(bound)]) dissector.number = number;
  to.bind('dissector.name', 'gsm_sms', unknown)
    // Names of our own: bearers that know the direction ask for these.
    .bind('dissector.name', 'gsm_sms.to_mobile', bound.toMobile)
    .bind('dissector.name', 'gsm_sms.to_network', bound.toNetwork)
    .bind('dissector.name', 'gsm_sms.ack_to_mobile', bound.ackToMobile)
    .bind('dissector.name', 'gsm_sms.ack_to_network', bound.ackToNetwork)
    .bind('dissector.name', 'gsm_sms.error_to_mobile', bound.errorToMobile)
    .bind('dissector.name', 'gsm_sms.error_to_network', bound.errorToNetwork)
    .bind('layer', 'sms', unknown)
    .bind('layer', 'sms-deliver', bound.toMobile)
    .bind('layer', 'sms-submit', bound.toNetwork)
    .bind('layer', 'sms-smsc', bound.withSmsc)
    .guessIn('layer', { dissector: bound.toMobile, guess: (b, s, e) => likelyTpdu(b, s, e, 'to-mobile') })
    .guessIn('layer', { dissector: bound.toNetwork, guess: (b, s, e) => likelyTpdu(b, s, e, 'to-network') })
    .guessIn('layer', { dissector: bound.withSmsc, guess: likelyWithSmsc });
}
