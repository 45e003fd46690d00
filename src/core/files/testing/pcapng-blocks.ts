import { concatBytes, toUtf8 } from '../../base/bytes.ts';

/** Numbers of so many octets, little-endian. */
export function le(size: 1 | 2 | 4 | 8, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(size * values.length));
  for (const [i, value] of values.entries()) {
    if (size === 8) view.setBigInt64(8 * i, BigInt(value), true);
    else if (size === 4) view.setUint32(4 * i, value, true);
    else if (size === 2) view.setUint16(2 * i, value, true);
    else view.setUint8(i, value);
  }
  return new Uint8Array(view.buffer);
}

/** Octets filled up to a multiple of 4. */
export function pad(bytes: Uint8Array): Uint8Array {
  return concatBytes(bytes, new Uint8Array(-bytes.length & 3));
}

/** An option with its length, filled up. */
export function option(code: number, value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? toUtf8(value) : value;
  return concatBytes(le(2, code, bytes.length), pad(bytes));
}

/** A block of these parts, with its length at both ends. */
export function block(type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...parts);
  return concatBytes(le(4, type, body.length + 12), body, le(4, body.length + 12));
}

/** A section header, little-endian. */
export const section = (...options: readonly Uint8Array[]) =>
  block(0x0a0d0d0a, le(4, 0x1a2b3c4d), le(2, 1, 0), le(8, -1), ...options);
/** A description of an Ethernet interface. */
export const described = (...options: readonly Uint8Array[]) => block(1, le(2, 1, 0), le(4, 0), ...options);
/** Octets of `packet`. */
export const data = Uint8Array.of(1, 2, 3, 4, 5);
/** A packet of five octets on an interface. */
export const packet = (number = 0, captured = 5, ...options: readonly Uint8Array[]) =>
  block(6, le(4, number, 0, 1_000_001, captured, 5), pad(data), ...options);
