import { NumberIndex } from '../base/number-index.ts';
import { formatIpv6 } from '../codec/value.ts';

/** Kinds of addresses that are kept as numbers. */
const IPV4 = 4;
const ETHER = 6;
/** IPv4 addresses that are remembered as those that were asked for last: 8 KiB, which stay in the processor's nearest memory. */
const RECENT_BITS = 10;

/**
 * One small number per distinct address, so that a packet row holds a number. Text is made when it is first asked for:
 * captures have hundreds of thousands of addresses, and few are ever shown.
 */
export class AddressPool {
  /** Texts by id; undefined for numbers whose text nobody has asked for. */
  readonly #texts: (string | undefined)[] = [''];
  /** Kinds by id; 0 for an address that was given as text. */
  readonly #kinds: number[] = [0];
  /** Numbers by id; 0 for an address that was given as text. */
  readonly #numbers: number[] = [0];
  /** Ids of IPv4 addresses by their number, and of hardware addresses by their two halves. */
  readonly #ipv4 = new NumberIndex();
  readonly #ether = new NumberIndex();
  /** Numbers asked for last and their ids, by a hash of the number; id 0 where there is none. */
  readonly #recent = new Int32Array(2 << RECENT_BITS);
  readonly #named = new Map<string, number>([['', 0]]);

  get length(): number {
    return this.#texts.length;
  }

  text(id: number): string {
    const text = this.#texts[id];
    if (text !== undefined) return text;
    const number = this.#numbers[id];
    if (number === undefined) return '';
    const made = this.#kinds[id] === IPV4 ? ipv4Text(number) : etherText(number);
    this.#texts[id] = made;
    return made;
  }

  /** The IPv4 address of that id as a number of 32 bits; -1 for all that was not read from octets as one. */
  ipv4Number(id: number): number {
    return this.#numberOf(IPV4, id);
  }

  /** Writes the IPv4 addresses of ids `from` up to but not including `to` as numbers of 32 bits; -1 for all others, as above. */
  ipv4Numbers(from: number, to: number, out: Float64Array): void {
    for (let id = from; id < to; id++) out[id - from] = this.#kinds[id] === IPV4 ? this.#numbers[id]! : -1;
  }

  /** The hardware address of that id as a number of 48 bits; -1 for all that was not read from octets as one. */
  etherNumber(id: number): number {
    return this.#numberOf(ETHER, id);
  }

  /** Id of an address with that text; undefined when none has it so far. */
  find(text: string): number | undefined {
    const named = this.#named.get(text);
    if (named !== undefined) return named;
    const [kind, number] = numberOf(text) ?? [];
    if (kind === undefined || number === undefined) return undefined;
    const index = kind === IPV4 ? this.#ipv4 : this.#ether;
    return index.find(number | 0, upperOf(number), 0) || undefined;
  }

  /** Id of the IPv4 address at octet `at`; 0 when none has it so far. */
  findIpv4(bytes: Uint8Array, at: number): number {
    const number = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    return this.#ipv4.find(number, 0, 0);
  }

  /** The same of an IPv6 address. */
  findIpv6(bytes: Uint8Array, at: number): number {
    return this.#named.get(formatIpv6(bytes, at)) ?? 0;
  }

  /** Id of an address given as text (a phone number, a SIP URI). */
  named(text: string): number {
    let id = this.#named.get(text);
    if (id === undefined) {
      // The same address, read from octets and written as text, has one id.
      id = this.#sameNumber(text) ?? this.#push(text, 0, 0);
      this.#named.set(text, id);
    }
    return id;
  }

  /** Id of the IPv4 address at octet `at`. */
  ipv4(bytes: Uint8Array, at: number): number {
    const number = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const recent = this.#recent;
    const slot = (Math.imul(number, 0x9e3779b1) >>> (32 - RECENT_BITS)) << 1;
    if (recent[slot] === number && recent[slot + 1] !== 0) return recent[slot + 1]!;
    const id = this.#ipv4.find(number, 0, 0) || this.#add(IPV4, number >>> 0);
    recent[slot] = number;
    recent[slot + 1] = id;
    return id;
  }

  ipv6(bytes: Uint8Array, at: number): number {
    return this.named(formatIpv6(bytes, at));
  }

  /** Id of the hardware address of 6 octets at octet `at`. */
  ether(bytes: Uint8Array, at: number): number {
    const upper = (bytes[at]! << 8) | bytes[at + 1]!;
    const lower = (bytes[at + 2]! << 24) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!;
    return this.#ether.find(lower, upper, 0) || this.#add(ETHER, upper * 2 ** 32 + (lower >>> 0));
  }

  #numberOf(kind: number, id: number): number {
    return this.#kinds[id] === kind ? this.#numbers[id]! : -1;
  }

  #add(kind: number, number: number): number {
    const id = this.#push(undefined, kind, number);
    (kind === IPV4 ? this.#ipv4 : this.#ether).add(number | 0, upperOf(number), 0, id);
    return id;
  }

  #push(text: string | undefined, kind: number, number: number): number {
    this.#kinds.push(kind);
    this.#numbers.push(number);
    return this.#texts.push(text) - 1;
  }

  #sameNumber(text: string): number | undefined {
    const [kind, number] = numberOf(text) ?? [];
    if (kind === undefined || number === undefined) return undefined;
    return this.find(text) ?? this.#add(kind, number);
  }
}

/** The bits of a number above the lower 32. */
function upperOf(number: number): number {
  return Math.floor(number / 2 ** 32);
}

/** Kind and number of an address that is written as the pool writes it; undefined for all else. */
function numberOf(text: string): readonly [kind: number, number: number] | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const number = text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    return ipv4Text(number) === text ? [IPV4, number] : undefined;
  }
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(text)) return [ETHER, Number.parseInt(text.replaceAll(':', ''), 16)];
  return undefined;
}

function ipv4Text(number: number): string {
  return `${Math.floor(number / 2 ** 24) & 255}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

/** `02:00:00:00:00:01` of a number of 48 bits. */
export function etherText(number: number): string {
  return number
    .toString(16)
    .padStart(12, '0')
    .replace(/..(?=.)/g, '$&:');
}
