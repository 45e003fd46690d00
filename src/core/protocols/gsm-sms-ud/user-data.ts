import { u16 } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { GENERIC } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import { dissectQuoted } from '../../dissect/quoted.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import type { ShortMessage } from '../../dissect/short-message.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { computeUserData } from './computed.ts';
import { f } from './fields.ts';
import { likelyUserData, WAP_PORTS } from './guess.ts';
import { type Header, NO_HEADER, readHeader, scanHeader } from './header.ts';
import { BEHIND_HEADER, IN_HEADER } from './header-rows.ts';
import { firstTag, joinedCursor, KEEP_SECONDS, KIND, linkParts, partContent, partOf, portsTag } from './parts.ts';
import { RULES } from './rules.ts';
import { judgeShifts, plainText, readPackedText, readPlainText } from './text.ts';

const PLAIN: ShortMessage = { hasHeader: false, coding: 'octets', septets: -1, thread: '' };
const WITH_HEADER: ShortMessage = { ...PLAIN, hasHeader: true };
const FUNAMBOL_PORT = 50_001;
const PUSH = 6;
const CONFIRMED_PUSH = 7;
/** Octets of two 16-bit ports. */
const REPEATED_OCTETS = 4;
const SHOWN_CHARACTERS = 60;
const CODING_NAMES = {
  septets: '7-bit text',
  octets: '8-bit data',
  ucs2: 'UCS2 text',
  characters: 'the default coding',
  compressed: 'compressed text',
} as const;

interface Ports {
  readonly destination: number;
  readonly originator: number;
  /** False for ports of one octet, which have nothing to do with UDP's unless the user says so. */
  readonly wide: boolean;
}

/** True when the four octets at `at` are the two ports, in either order, and a push PDU follows them. */
function repeatsPorts(bytes: Uint8Array, at: number, end: number, { destination, originator }: Ports): boolean {
  if (end - at < REPEATED_OCTETS + 2 || isPushType(bytes[at + 1]!)) return false;
  const first = u16(bytes, at);
  const second = u16(bytes, at + 2);
  if (!isPushType(bytes[at + REPEATED_OCTETS + 1]!)) return false;
  return (first === destination && second === originator) || (first === originator && second === destination);
}

function isPushType(octet: number): boolean {
  return octet === PUSH || octet === CONFIRMED_PUSH;
}

/** The key under which the destination, else the originator, is known. */
function knownPort(table: Table<number>, { destination, originator }: Ports): number | undefined {
  if (table.has(destination)) return destination;
  return table.has(originator) ? originator : undefined;
}

function portsOf(message: ShortMessage, header: Header): Ports | undefined {
  if (header.destinationPort >= 0) {
    return {
      destination: header.destinationPort,
      originator: header.originatorPort,
      wide: header.portOctets === 2,
    };
  }
  if (message.ports === undefined) return undefined;
  return { destination: message.ports.destination.port, originator: message.ports.originator.port, wide: true };
}

function portsOfTag(tag: number | undefined): Ports | undefined {
  return tag === undefined
    ? undefined
    : { destination: Math.floor(tag / 0x10000), originator: tag % 0x10000, wide: true };
}

function setPorts(cursor: Cursor, context: Context, message: ShortMessage, header: Header): void {
  if (header.portsAt >= 0) {
    const start = header.portsAt * 8;
    const middle = start + header.portOctets * 8;
    const { source } = cursor;
    context.destinationPort = { port: header.destinationPort, source, start, end: middle };
    context.sourcePort = { port: header.originatorPort, source, start: middle, end: middle + header.portOctets * 8 };
  } else if (message.ports !== undefined) {
    context.destinationPort = message.ports.destination;
    context.sourcePort = message.ports.originator;
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}...` : line;
}

class UserData implements Dissector {
  readonly id = 'gsm_sms_ud';
  readonly name = 'GSM SMS UD';
  readonly isPlaced = true;
  /** What follows the header may be shown with other parts of its message. */
  readonly unplaced = BEHIND_HEADER;
  readonly #ports: Table<number>;
  number = 0;

  constructor(ports: Table<number>) {
    this.#ports = ports;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    const message = row.shortMessage ?? PLAIN;
    // Inside a short message the protocol column stays the bearer's.
    if (row.shortMessage === undefined) {
      row.protocol = this.number;
      row.state.contents.note(this, bytes, start, end, row);
    }
    row.shortMessage = undefined;
    const header = message.hasHeader ? scanHeader(bytes, start, end) : NO_HEADER;
    const ports = portsOf(message, header);
    if (ports !== undefined) {
      row.destinationPort = ports.destination;
      row.sourcePort = ports.originator;
    }
    const part = partOf(message, header);
    if (part === undefined) {
      this.#summarizeContent(bytes, start + header.octets, end, row, ports, message);
      return;
    }
    if (row.cut) return;
    const parts = row.state.parts(KIND);
    const content = partContent(bytes, start, end, message, header);
    const inFrame = !row.reassembled && message.coding !== 'septets';
    const done = parts.add(
      { key: part.key, seconds: row.seconds, keepSeconds: KEEP_SECONDS, total: part.total },
      {
        number: part.number,
        frame: row.frame,
        at: inFrame ? start + header.octets - row.frameAt : -1,
        bytes: content,
        tag: ports === undefined ? undefined : portsTag(ports.destination, ports.originator),
      },
    );
    if (done === undefined) return;
    const set = parts.find(row.frame, part.key, part.number);
    const whole = ports ?? (set && portsOfTag(firstTag(set)));
    const outer = row.reassembled;
    row.reassembled = true;
    if (whole !== undefined) {
      row.destinationPort = whole.destination;
      row.sourcePort = whole.originator;
    }
    this.#summarizeContent(done.bytes, 0, done.bytes.length, row, whole, message);
    row.reassembled = outer;
  }

  #summarizeContent(
    bytes: Uint8Array,
    start: number,
    end: number,
    row: Summary,
    ports: Ports | undefined,
    message: ShortMessage,
  ): void {
    if (ports === undefined || !this.#carries(message)) return;
    const at = repeatsPorts(bytes, start, end, ports) ? start + REPEATED_OCTETS : start;
    if (at >= end) return;
    const known = knownPort(this.#ports, ports);
    const dissector =
      known === undefined ? ports.wide && this.#ports.guess(bytes, at, end)?.dissector : this.#ports.get(known);
    if (dissector) summarizeNext(dissector, bytes, at, end, row);
  }

  /** True when the coding leaves octets as the sender wrote them. */
  #carries({ coding }: ShortMessage): boolean {
    return coding === 'octets' || coding === 'ucs2' || coding === 'characters';
  }

  dissect(cursor: Cursor, context: Context): void {
    const message = context.shortMessage ?? PLAIN;
    context.shortMessage = undefined;
    const start = cursor.bit;
    const cutHere = cursor.tree.sources[cursor.source]!.cut && cursor.end === cursor.bytes.length * 8;
    const protocol = message.end === undefined ? cursor.open(f.protocol) : -1;
    const row = cursor.open(f.userData);
    const header = message.hasHeader ? readHeader(cursor) : NO_HEADER;
    judgeShifts(cursor, header, start);
    judgePorts(cursor, header);
    setPorts(cursor, context, message, header);
    const end = (): void => {
      cursor.close(row);
      if (protocol >= 0) cursor.close(protocol);
      message.end?.();
    };
    if (context.wants?.isAlone === true && context.wants.only(IN_HEADER)) {
      cursor.bit = cursor.end;
      end();
      return;
    }
    const part = partOf(message, header);
    if (part === undefined || context.quoting > 0) {
      const ports = portsOf(message, header);
      const carried = ports !== undefined && this.#readCarried(cursor, context, ports, message, end);
      if (!carried) {
        this.#readContent(cursor, context, message, header, start);
        end();
      }
      return;
    }
    context.info += `, part ${part.number} of ${part.total} (ref ${part.reference})`;
    const set = context.state.parts(KIND).find(context.frame.number - 1, part.key, part.number);
    const lone = set !== undefined && set.joined === undefined && part.number === 1;
    if (lone && this.#readLone(cursor, context, message, header)) {
      linkParts(cursor, context, set, part, start);
      end();
      return;
    }
    this.#readContent(cursor, context, message, header, start, false);
    if (set !== undefined) linkParts(cursor, context, set, part, start);
    else if (cutHere) cursor.tree.setNote(row, 'cut by the capture: not joined');
    end();
    const joined = set && joinedCursor(cursor, context, set, part);
    if (set === undefined || joined === undefined) return;
    this.#readJoined(joined, context, message, header, portsOf(message, header) ?? portsOfTag(firstTag(set)));
  }

  /** The first part of a message that is not complete: most of a push header stands in it. */
  #readLone(cursor: Cursor, context: Context, message: ShortMessage, header: Header): boolean {
    const ports = portsOf(message, header);
    const known = ports && knownPort(this.#ports, ports);
    if (known === undefined || message.coding !== 'octets') return false;
    const { findings } = cursor.tree;
    const from = findings.length;
    dissectQuoted(context, cursor, () => context.next('udp.port', known, cursor));
    // Nothing was cut off: which parts are missing is said of the whole message (SMS-027).
    findings.push(...findings.splice(from).filter(({ rule }) => rule !== GENERIC['X-CUT']));
    if (cursor.octetsLeft > 0) cursor.octets(f.body, cursor.octetsLeft);
    return true;
  }

  #readJoined(cursor: Cursor, context: Context, message: ShortMessage, header: Header, ports: Ports | undefined): void {
    if (ports !== undefined && this.#readCarried(cursor, context, ports, message, () => undefined)) return;
    const row = cursor.open(f.userData);
    if (message.coding === 'octets') cursor.octets(f.body, cursor.octetsLeft);
    else if (message.coding === 'compressed') cursor.octets(f.compressed, cursor.octetsLeft);
    else if (cursor.octetsLeft > 0) {
      const text = plainText(cursor.rest(), message.coding, header);
      cursor.textAs(f.text, cursor.octetsLeft, text);
      context.info += `: ${shorten(text)}`;
    }
    cursor.close(row);
  }

  /** Content for an application: given to the protocol of the port. False when no protocol takes it. */
  #readCarried(cursor: Cursor, context: Context, ports: Ports, message: ShortMessage, end: () => void): boolean {
    const { destination, originator, wide } = ports;
    if (message.coding !== 'octets' && WAP_PORTS.has(destination)) {
      const text = `port ${destination} with ${CODING_NAMES[message.coding]}: 8-bit data would be right`;
      // An SMPP gateway that leaves the coding at its default has not spoilt the octets.
      const severity = message.coding === 'characters' ? 'note' : 'warning';
      cursor.find(RULES['SMS-028'], text, cursor.bit, cursor.end, severity);
    }
    if (!this.#carries(message) || cursor.octetsLeft === 0) return false;
    const repeated = repeatsPorts(cursor.bytes, cursor.at, cursor.end >>> 3, ports);
    const at = cursor.at + (repeated ? REPEATED_OCTETS : 0);
    const key = knownPort(this.#ports, ports) ?? destination;
    if (!this.#ports.has(key) && !(wide && this.#ports.guess(cursor.bytes, at, cursor.end >>> 3))) return false;
    if (repeated) {
      cursor.find(
        RULES['SMS-029'],
        `the ports ${originator} → ${destination} stand here once more: the push begins 4 octets further`,
        cursor.bit,
        cursor.bit + REPEATED_OCTETS * 8,
      );
      cursor.octets(f.repeatedPorts, REPEATED_OCTETS);
    }
    end();
    context.next('udp.port', key, cursor);
    return true;
  }

  #readContent(
    cursor: Cursor,
    context: Context,
    message: ShortMessage,
    header: Header,
    start: number,
    inform = true,
  ): void {
    if (cursor.octetsLeft === 0) return;
    const { coding } = message;
    const wap = WAP_PORTS.has(header.destinationPort) || WAP_PORTS.has(message.ports?.destination.port ?? -1);
    let text = '';
    if (coding === 'compressed') cursor.octets(f.compressed, cursor.octetsLeft);
    else if (coding === 'octets' || wap) cursor.octets(f.body, cursor.octetsLeft);
    else if (coding === 'septets') text = readPackedText(cursor, start, message.septets, header);
    else text = readPlainText(cursor, coding, header);
    if (inform && text !== '') context.info += `: ${shorten(text)}`;
  }
}

function judgePorts(cursor: Cursor, header: Header): void {
  const { destinationPort, portOctets, portsAt } = header;
  if (portsAt < 0) return;
  const start = portsAt * 8;
  const end = start + portOctets * 8;
  if (destinationPort === FUNAMBOL_PORT) {
    cursor.find(RULES['SMS-033'], 'port 50001 is what the Funambol server uses for its Java clients', start, end);
  } else if (portOctets === 2 ? destinationPort >= 49_152 : destinationPort < 240) {
    cursor.find(RULES['SMS-031'], `destination port ${destinationPort} is reserved`, start, end);
  }
}

export function register(to: Registry): void {
  computeUserData(to);
  const userData = new UserData(to.table('udp.port'));
  userData.number = to.protocol(userData, Object.values(f), Object.values(RULES));
  to.bind('dissector.name', 'gsm_sms_ud', userData);
  // User data alone, as gateways write them to their logs: nothing below says that they begin with a header.
  const alone: Dissector = {
    id: userData.id,
    name: userData.name,
    isPlaced: true,
    summarize(bytes, start, end, row) {
      row.protocol = userData.number;
      row.state.contents.note(alone, bytes, start, end, row);
      row.shortMessage = WITH_HEADER;
      userData.summarize(bytes, start, end, row);
    },
    dissect(cursor, context) {
      context.info = 'User data of a short message';
      context.shortMessage = WITH_HEADER;
      userData.dissect(cursor, context);
    },
  };
  to.bind('layer', 'sms-ud', alone).guessIn('layer', { dissector: alone, guess: likelyUserData });
}
