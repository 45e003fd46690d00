import { u32 } from '../base/bits.ts';
import { PairIndex } from '../base/pair-index.ts';
import { formatIpv6 } from '../codec/value.ts';

/** Kinds of addresses that are kept as numbers. */
const IPV4 = 4;
const ETHER = 6;

/**
 * One small number per distinct address, so that a packet row holds a number. Text is made when it is first asked for:
 * captures have hundreds of thousands of addresses, and few are ever shown.
 */
export class AddressPool {
  /** Texts by id; undefined for numbers whose text nobody has asked for. */
  readonly #texts: (string | undefined)[] = [''];
  /** Place in the index of the number of an address; -1 for one that was given as text. */
  readonly #places: number[] = [-1];
  /** Kind and number of addresses. */
  readonly #index = new PairIndex();
  /** Ids by place in the index. */
  readonly #ids: number[] = [];
  readonly #named = new Map<string, number>([['', 0]]);

  get length(): number {
    return this.#texts.length;
  }

  text(id: number): string {
    const text = this.#texts[id];
    if (text !== undefined) return text;
    const place = this.#places[id];
    if (place === undefined) return '';
    const number = this.#index.second(place);
    const made = this.#index.first(place) === IPV4 ? ipv4Text(number) : etherText(number);
    this.#texts[id] = made;
    return made;
  }

  /** The IPv4 address of that id as a number of 32 bits; -1 for all that was not read from octets as one. */
  ipv4Number(id: number): number {
    return this.#numberOf(IPV4, id);
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
    const place = kind === undefined || number === undefined ? undefined : this.#index.find(kind, number);
    return place === undefined ? undefined : this.#ids[place];
  }

  /** Id of an address given as text (a phone number, a SIP URI). */
  named(text: string): number {
    let id = this.#named.get(text);
    if (id === undefined) {
      // The same address, read from octets and written as text, has one id.
      id = this.#sameNumber(text) ?? this.#add(text, -1);
      this.#named.set(text, id);
    }
    return id;
  }

  /** Id of the IPv4 address at octet `at`. */
  ipv4(bytes: Uint8Array, at: number): number {
    return this.#numbered(IPV4, u32(bytes, at));
  }

  ipv6(bytes: Uint8Array, at: number): number {
    return this.named(formatIpv6(bytes, at));
  }

  /** Id of the hardware address of 6 octets at octet `at`. */
  ether(bytes: Uint8Array, at: number): number {
    return this.#numbered(ETHER, ((bytes[at]! << 8) | bytes[at + 1]!) * 2 ** 32 + u32(bytes, at + 2));
  }

  #numberOf(kind: number, id: number): number {
    const place = this.#places[id] ?? -1;
    return place >= 0 && this.#index.first(place) === kind ? this.#index.second(place) : -1;
  }

  #numbered(kind: number, number: number): number {
    const place = this.#index.id(kind, number);
    const known = this.#ids[place];
    if (known !== undefined) return known;
    const id = this.#add(undefined, place);
    this.#ids.push(id);
    return id;
  }

  #add(text: string | undefined, place: number): number {
    this.#places.push(place);
    return this.#texts.push(text) - 1;
  }

  #sameNumber(text: string): number | undefined {
    const [kind, number] = numberOf(text) ?? [];
    return kind === undefined || number === undefined ? undefined : this.#numbered(kind, number);
  }
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

function etherText(number: number): string {
  return number
    .toString(16)
    .padStart(12, '0')
    .replace(/..(?=.)/g, '$&:');
}
