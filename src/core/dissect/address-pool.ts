import { u32 } from '../base/bits.ts';
import { Interner } from '../base/interner.ts';
import { formatEther, formatIpv4, formatIpv6 } from '../codec/value.ts';

/** One small number per distinct address, so that a packet row holds a number. Text is made once per address. */
export class AddressPool {
  readonly #names = new Interner();
  readonly #ipv4 = new Map<number, number>();
  readonly #ether = new Map<number, number>();

  get length(): number {
    return this.#names.length;
  }

  text(id: number): string {
    return this.#names.text(id);
  }

  /** Id of an address given as text (a phone number, a SIP URI). */
  named(text: string): number {
    return this.#names.id(text);
  }

  /** Id of the IPv4 address at octet `at`. */
  ipv4(bytes: Uint8Array, at: number): number {
    const key = u32(bytes, at);
    let id = this.#ipv4.get(key);
    if (id === undefined) {
      id = this.#names.id(formatIpv4(bytes, at));
      this.#ipv4.set(key, id);
    }
    return id;
  }

  ipv6(bytes: Uint8Array, at: number): number {
    return this.#names.id(formatIpv6(bytes, at));
  }

  /** Id of the hardware address of 6 octets at octet `at`. */
  ether(bytes: Uint8Array, at: number): number {
    const key = ((bytes[at]! << 8) | bytes[at + 1]!) * 2 ** 32 + u32(bytes, at + 2);
    let id = this.#ether.get(key);
    if (id === undefined) {
      id = this.#names.id(formatEther(bytes, at));
      this.#ether.set(key, id);
    }
    return id;
  }
}
