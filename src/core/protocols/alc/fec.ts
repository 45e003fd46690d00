import { u16, u32 } from '../../base/bits.ts';
import { SMALL_BLOCK, type Transmission } from './lct.ts';

/** FEC schemes by encoding id, which FLUTE puts into the codepoint. */
export const FEC_SCHEMES: Readonly<Record<number, string>> = {
  0: 'Compact No-Code',
  1: 'Raptor',
  2: 'Reed-Solomon over GF(2^m)',
  3: 'LDPC Staircase',
  4: 'LDPC Triangle',
  5: 'Reed-Solomon over GF(2^8)',
  6: 'RaptorQ',
  128: 'Small Block, Large Block and Expandable',
  [SMALL_BLOCK]: 'Small Block Systematic',
  130: 'Compact FEC',
};

/** Bits of the fields of a payload id, in their order; a block length stands in the third scheme only. */
export interface PayloadId {
  readonly block: number;
  readonly blockLength: number;
  readonly symbol: number;
}

/** The payload id of a scheme; schemes that are not known have the plain one of 16 and 16 bits. */
export function payloadIdOf(scheme: number): PayloadId {
  if (scheme === 128) return { block: 32, blockLength: 0, symbol: 32 };
  if (scheme === SMALL_BLOCK) return { block: 32, blockLength: 16, symbol: 16 };
  if (scheme === 6 || scheme === 5)
    return { block: scheme === 6 ? 8 : 24, blockLength: 0, symbol: scheme === 6 ? 24 : 8 };
  if (scheme === 3 || scheme === 4) return { block: 12, blockLength: 0, symbol: 20 };
  return { block: 16, blockLength: 0, symbol: 16 };
}

/** Octets of the payload id. */
export function payloadIdOctets(scheme: number): number {
  const { block, blockLength, symbol } = payloadIdOf(scheme);
  return (block + blockLength + symbol) / 8;
}

/** True for schemes whose source symbols come as they are. */
export function isPlain(scheme: number): boolean {
  return scheme === 0 || scheme === SMALL_BLOCK;
}

/** Block and symbol of a plain scheme's payload id at octet `at`. */
export function readPayloadId(bytes: Uint8Array, at: number, scheme: number): { block: number; symbol: number } {
  if (scheme === SMALL_BLOCK) return { block: u32(bytes, at), symbol: u16(bytes, at + 6) };
  return { block: u16(bytes, at), symbol: u16(bytes, at + 2) };
}

/** Symbols of an object. */
export function symbolCount({ transferLength, symbolLength }: Transmission): number {
  return symbolLength === 0 ? 0 : Math.ceil(transferLength / symbolLength);
}

/**
 * Place of a symbol in its object, from 0 (RFC 5052 9.1: blocks of two sizes, the larger ones first); undefined for
 * repair symbols and for numbers that the object does not have.
 */
export function symbolPlace(transmission: Transmission, block: number, symbol: number): number | undefined {
  const total = symbolCount(transmission);
  const { blockLength } = transmission;
  if (total === 0 || blockLength === 0) return undefined;
  const blocks = Math.ceil(total / blockLength);
  const large = Math.ceil(total / blocks);
  const small = Math.floor(total / blocks);
  const largeBlocks = total - small * blocks;
  if (block >= blocks || symbol >= (block < largeBlocks ? large : small)) return undefined;
  return Math.min(block, largeBlocks) * large + Math.max(0, block - largeBlocks) * small + symbol;
}
