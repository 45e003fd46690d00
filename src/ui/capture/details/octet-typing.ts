/** What a key does to the octet under the cursor. */
export interface TypedOctet {
  readonly value: number;
  /** The first of two digits was typed: the next one is the second. */
  readonly isHalf: boolean;
  /** Bits that the cursor goes on by. */
  readonly step: number;
}

/** Hexadecimal digits write octets, `0`, `1` and Space write bits; undefined for keys that write nothing. `bit` counts from the left. */
export function typedOctet(
  mode: 'hex' | 'bits',
  key: string,
  octet: number,
  bit: number,
  isSecond: boolean,
): TypedOctet | undefined {
  if (mode === 'hex') {
    if (!/^[0-9a-f]$/i.test(key)) return undefined;
    const digit = Number.parseInt(key, 16);
    return isSecond
      ? { value: (octet & 0xf0) | digit, isHalf: false, step: 8 }
      : { value: (digit << 4) | (octet & 0x0f), isHalf: true, step: 0 };
  }
  const mask = 0x80 >> bit;
  switch (key) {
    case ' ':
      return { value: octet ^ mask, isHalf: false, step: 0 };
    case '0':
      return { value: octet & ~mask, isHalf: false, step: 1 };
    case '1':
      return { value: octet | mask, isHalf: false, step: 1 };
    default:
      return undefined;
  }
}
