import type { Cursor } from '../../codec/cursor.ts';
import { UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { computeCpRp } from './computed.ts';
import { CP_TYPES, DISCRIMINATORS, cp as f, rp } from './fields.ts';
import { likelyRp, RelayMessages } from './rp.ts';
import { RULES } from './rules.ts';

const SMS = 9;
const DATA = 1;
const ACK = 4;
const ERROR = 16;

/** How likely the octets are exactly one CP message. */
function likelyCp(bytes: Uint8Array, start: number, end: number): number {
  const octets = end - start;
  if (octets < 2 || (bytes[start]! & 15) !== SMS || (bytes[start]! & 0x70) === 0x70) return 0;
  const type = bytes[start + 1];
  if (type === ACK) return octets === 2 ? 0.3 : 0;
  if (type === ERROR) return octets === 3 && bytes[start + 2]! < 128 ? 0.4 : 0;
  if (type !== DATA || octets < 5 || start + 3 + bytes[start + 2]! !== end) return 0;
  return likelyRp(bytes, start + 3, end) > 0 ? 0.92 : 0;
}

/** Layer 3 messages of the air interface; those of SMS are decoded, others only named. */
class LayerThree implements Dissector {
  readonly id = 'gsm_a.dtap';
  readonly name = 'GSM DTAP';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    if (end - start < 4 || (bytes[start]! & 15) !== SMS || bytes[start + 1] !== DATA) return;
    const stop = Math.min(end, start + 3 + bytes[start + 2]!);
    if (stop > start + 3) summarizeNext(this.#names.get('gsm_a_rp'), bytes, start + 3, stop, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const row = cursor.open(f.protocol);
    const discriminator = cursor.peek(4, 4);
    if (discriminator !== undefined && discriminator !== SMS) {
      const name = DISCRIMINATORS[discriminator] ?? `protocol ${discriminator}`;
      context.info = `DTAP, ${name}`;
      cursor.tree.setNote(row, name);
      cursor.bit += 4;
      cursor.uint(f.discriminator, 4);
      context.undecoded(cursor, UNDECODED, name);
      cursor.close(row);
      return;
    }
    cursor.uint(f.tiFlag, 1);
    cursor.uint(f.tiValue, 3);
    cursor.uint(f.discriminator, 4);
    const start = cursor.bit;
    const type = cursor.uint(f.type, 8);
    if (!cursor.failed) context.info = CP_TYPES[type] ?? `CP message type ${type}`;
    cursor.tree.setNote(row, context.info);
    if (type === DATA) this.#readData(cursor, context, row);
    else {
      if (type === ERROR) cursor.uint(f.cause, 8);
      else if (type !== ACK && !cursor.failed)
        cursor.find(RULES['CP-001'], `message type ${type} is none of SMS`, start, start + 8);
      cursor.close(row);
    }
    if (!cursor.failed && cursor.octetsLeft > 0 && CP_TYPES[type] !== undefined)
      cursor.find(RULES['CP-002'], `${cursor.octetsLeft} octets follow the message`, cursor.bit, cursor.end);
  }

  #readData(cursor: Cursor, context: Context, row: number): void {
    const octets = cursor.uint(f.length, 8);
    const outer = cursor.enter(f.length, octets);
    cursor.close(row);
    if (cursor.octetsLeft > 0 && !context.next('dissector.name', 'gsm_a_rp', cursor))
      context.undecoded(cursor, UNDECODED, 'RP message');
    cursor.leave(outer);
  }
}

export function register(to: Registry): void {
  computeCpRp(to);
  const names = to.table('dissector.name');
  const layerThree = new LayerThree(names);
  const relay = new RelayMessages(names);
  layerThree.number = to.protocol(layerThree, Object.values(f), Object.values(RULES));
  relay.number = to.protocol(relay, Object.values(rp));
  to.bind('dissector.name', 'gsm_a_dtap', layerThree)
    .bind('dissector.name', 'gsm_a_rp', relay)
    .bind('layer', 'cp', layerThree)
    .bind('layer', 'rp', relay)
    .bind('media.type', 'application/vnd.3gpp.sms', relay)
    .guessIn('layer', { dissector: layerThree, guess: likelyCp })
    .guessIn('layer', { dissector: relay, guess: likelyRp });
}
