import { u32 } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { atLeast, type Measure, NOT_OURS } from '../../dissect/streams.ts';
import type { Summary } from '../../dissect/summary.ts';
import { ALL_FIELDS } from './all-fields.ts';
import { computeSmpp } from './computed.ts';
import { follow } from './exchanges.ts';
import { PduReader } from './pdu.ts';
import { RULES } from './rules.ts';
import {
  carriesMessage,
  codingOf,
  HEADER_OCTETS,
  hasHeader,
  isHeader,
  isStructured,
  likelySmpp,
  pduOctets,
  scanPdu,
  segmentOf,
  threadOf,
} from './scan.ts';

export { pduOctets };

const PORT = 2775;
/** Octets of command_length, before which a PDU cannot be measured. */
const LENGTH_OCTETS = 4;

const measure: Measure = (bytes, start, end) =>
  end - start < LENGTH_OCTETS ? atLeast(LENGTH_OCTETS) : (pduOctets(bytes, start, end) ?? NOT_OURS);

class Smpp implements Dissector {
  readonly id = 'smpp';
  readonly name = 'SMPP';
  readonly isPlaced = true;
  readonly lays = ['gsm_sms_ud'];
  readonly measure = measure;
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    row.state.contents.note(this, bytes, start, end, row);
    let index = 0;
    for (let at = start; end - at >= HEADER_OCTETS && isHeader(bytes, at, end); at += u32(bytes, at)) {
      const stop = at + u32(bytes, at);
      if (stop > end) return;
      if (!row.alone && row.isForTrees) follow(bytes, at, index++, row);
      this.#summarizePdu(bytes, at, stop, row);
    }
  }

  #summarizePdu(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    if (!carriesMessage(u32(bytes, start + 4))) return;
    const scan = scanPdu(bytes, start, end);
    if (!isStructured(scan)) return;
    const hasPayload = scan.payloadEnd > scan.payloadAt;
    const at = hasPayload ? scan.payloadAt : scan.messageAt;
    const stop = hasPayload ? scan.payloadEnd : scan.messageEnd;
    if (at >= stop) return;
    const segment = segmentOf(scan);
    const { destinationPort, sourcePort } = scan;
    row.shortMessage = {
      hasHeader: hasHeader(scan),
      coding: codingOf(scan.coding),
      septets: -1,
      thread: threadOf(scan),
      ...(destinationPort === undefined
        ? {}
        : { ports: { destination: portAt(destinationPort.value), originator: portAt(sourcePort?.value ?? 0) } }),
      ...(segment === undefined ? {} : { segment }),
    };
    this.#names.get('gsm_sms_ud')?.summarize?.(bytes, at, stop, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const userData = this.#names.get('gsm_sms_ud');
    const infos: string[] = [];
    while (cursor.left > 0) {
      const { bytes, at, end } = cursor;
      const left = cursor.octetsLeft;
      if (left < HEADER_OCTETS ? pduOctets(bytes, at, end >>> 3) === undefined : !isHeader(bytes, at, end >>> 3)) {
        const message = 'no PDU begins here: a length from 16 octets and a known command would be right';
        cursor.find(RULES['SMPP-001'], message, cursor.bit, cursor.end);
        context.undecoded(cursor, UNDECODED, 'not SMPP');
        break;
      }
      const wanted = pduOctets(bytes, at, end >>> 3) ?? left;
      const whole = wanted <= left && left >= HEADER_OCTETS;
      const { cutAt } = cursor;
      if (whole) cursor.end = cursor.bit + wanted * 8;
      // The rest of the PDU comes in another segment.
      else cursor.cutAt = cursor.end;
      const reader = new PduReader(cursor, context, userData, whole, infos.length);
      reader.read();
      infos.push(reader.info);
      if (whole) cursor.leave(end);
      else cursor.bit = end;
      cursor.cutAt = cutAt;
    }
    context.info = infos.length === 0 ? 'SMPP' : infos.join(', ');
  }
}

/** A port in pass 1, which needs no place. */
function portAt(port: number): { port: number; source: number; start: number; end: number } {
  return { port, source: 0, start: 0, end: 0 };
}

export function register(to: Registry): void {
  computeSmpp(to);
  const smpp = new Smpp(to.table('dissector.name'));
  smpp.number = to.protocol(smpp, ALL_FIELDS, Object.values(RULES));
  to.bind('tcp.port', PORT, smpp)
    .bind('dissector.name', 'smpp', smpp)
    .bind('layer', 'smpp', smpp)
    .guessIn('layer', { dissector: smpp, guess: likelySmpp })
    .guessIn('tcp.port', { dissector: smpp, guess: likelySmpp });
}
