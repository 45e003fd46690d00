import { AddressPool } from './address-pool.ts';
import { Reassembly } from './reassembly.ts';
import type { CaptureState } from './summary.ts';

const LIMITS = { keepSeconds: 30, maxPieces: 8192, maxOctets: 65_535, maxHeldOctets: 16 * 1024 * 1024 };

/** State of a capture, empty before pass 1. */
export function createCaptureState(): CaptureState {
  const kinds = new Map<string, Reassembly>();
  return {
    addresses: new AddressPool(),
    reassembly(kind) {
      let reassembly = kinds.get(kind);
      if (reassembly === undefined) {
        reassembly = new Reassembly(LIMITS);
        kinds.set(kind, reassembly);
      }
      return reassembly;
    },
    dependencies(frame) {
      const needed = new Set<number>();
      for (const reassembly of kinds.values()) {
        for (const joined of reassembly.of(frame)) {
          if (joined.frame === frame) for (const piece of joined.pieces) if (piece.at >= 0) needed.add(piece.frame);
        }
      }
      needed.delete(frame);
      return [...needed];
    },
  };
}
