import { concatBytes } from '../../base/bytes.ts';
import { toSemiOctets } from '../../base/semi-octets.ts';

export interface RpDataDraft {
  /** `to-mobile` carries SMS-DELIVER, `to-network` SMS-SUBMIT. */
  readonly direction: 'to-mobile' | 'to-network';
  /** 0 to 255. */
  readonly reference: number;
  /** Number of the service centre: digits, `+` before an international one. */
  readonly centre: string;
  readonly tpdu: Uint8Array;
}

const INTERNATIONAL = 0x91;
const NATIONAL = 0x81;

/** Address of TS 24.011 8.2.5.1: octets, type, digits. @throws RangeError for what is no number */
function addressOctets(number: string): Uint8Array {
  const digits = toSemiOctets(number.replace(/^\+/, ''));
  if (digits === undefined || digits.length === 0) throw new RangeError(`"${number}" is no telephone number`);
  return concatBytes(Uint8Array.of(digits.length + 1, number.startsWith('+') ? INTERNATIONAL : NATIONAL), digits);
}

/** RP-DATA (TS 24.011 7.3.1): the empty address is that of the mobile station. */
export function rpData({ direction, reference, centre, tpdu }: RpDataDraft): Uint8Array {
  const isDown = direction === 'to-mobile';
  const none = Uint8Array.of(0);
  const address = addressOctets(centre);
  const addresses = isDown ? [address, none] : [none, address];
  return concatBytes(Uint8Array.of(isDown ? 1 : 0, reference), ...addresses, Uint8Array.of(tpdu.length), tpdu);
}

/** CP-DATA (TS 24.011 7.2.1). @param transaction transaction identifier with its flag as the top bit, 0 to 15 */
export function cpData(transaction: number, relay: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of((transaction << 4) | 9, 1, relay.length), relay);
}
