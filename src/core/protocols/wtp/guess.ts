import type { Guess, Table } from '../../dissect/registry.ts';
import { dataStart, isResent, isResponse, isWholeMessage, trailerAt, typeAt } from './scan.ts';
import { INVOKE, RESULT } from './values.ts';

/** A PDU header alone is a few fixed bits: what it carries has to be as sure as this. */
const SURE = 0.6;
const ON_PORT = 0.6;

/** Guesses for a message of one packet: sound header, and the session layer recognises what it carries. */
export function guesses(layers: Table<string>): { readonly onPort: Guess; readonly onLayer: Guess } {
  const inside = (bytes: Uint8Array, start: number, end: number): number => {
    if (end - start < 6 || isResent(bytes, start)) return 0;
    const type = typeAt(bytes, start);
    if ((type !== INVOKE && type !== RESULT) || !isWholeMessage(type, trailerAt(bytes, start))) return 0;
    if (isResponse(bytes, start) !== (type === RESULT)) return 0;
    // Version 0, reserved bits 0, a class that exists.
    if (type === INVOKE && ((bytes[start + 3]! & 0xcc) !== 0 || (bytes[start + 3]! & 3) === 3)) return 0;
    const data = dataStart(bytes, start, end);
    if (data < 0 || data >= end) return 0;
    return layers.likely(layers.get('wsp-co'), bytes, data, end);
  };
  return {
    onPort: (bytes, start, end) => (inside(bytes, start, end) >= SURE ? ON_PORT : 0),
    onLayer: (bytes, start, end) => {
      const likely = inside(bytes, start, end);
      // More octets fit than for the session layer alone.
      return likely >= SURE ? Math.min(0.95, likely + 0.1) : 0;
    },
  };
}
