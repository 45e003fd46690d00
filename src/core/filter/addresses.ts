/** Addresses as people write them, to octets; undefined for anything else. */

export function parseIpv4(text: string): Uint8Array | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return undefined;
  const octets = text.split('.').map(Number);
  return octets.some((octet) => octet > 255) ? undefined : Uint8Array.from(octets);
}

export function parseIpv6(text: string): Uint8Array | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0 || !text.includes(':')) return undefined;
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  if (before === undefined || after === undefined) return undefined;
  const size = before.length + after.length;
  if (tail === undefined ? size !== 16 : size > 14) return undefined;
  return Uint8Array.from([...before, ...Array<number>(16 - size).fill(0), ...after]);
}

/** Octets of groups between colons; the last may be an IPv4 address. */
function groups(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const out: number[] = [];
  for (const [i, part] of parts.entries()) {
    const ipv4 = i === parts.length - 1 ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) out.push(...ipv4);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      const value = Number.parseInt(part, 16);
      out.push(value >> 8, value & 0xff);
    } else return undefined;
  }
  return out;
}

/** `00:11:22:33:44:55`, `00-11-22-33-44-55`, `0011.2233.4455`, `0011-2233-4455`. */
export function parseEther(text: string): Uint8Array | undefined {
  const octets = parseOctets(text);
  return octets?.length === 6 && /[:.-]/.test(text) ? octets : undefined;
}

/**
 * Octets as digits: in pairs with `:`, `-` or `.`, in fours with `-` or `.`, or without anything between; with `:` or `-` an
 * octet below 16 may have one digit, as many systems print hardware addresses.
 */
export function parseOctets(text: string): Uint8Array | undefined {
  const one = /^0x([0-9a-fA-F]{1,2})$/.exec(text);
  const body = text.startsWith(':') ? text.slice(1) : text.endsWith(':') ? text.slice(0, -1) : text;
  const digits =
    one?.[1]?.padStart(2, '0') ??
    (/^[0-9a-fA-F]$/.test(body)
      ? `0${body}`
      : SEPARATED.some((pattern) => pattern.test(body))
        ? body.replace(/[:.-]/g, '')
        : SHORT.test(body)
          ? body
              .split(/[:-]/)
              .map((octet) => octet.padStart(2, '0'))
              .join('')
          : undefined);
  if (digits === undefined) return undefined;
  const octets = new Uint8Array(digits.length / 2);
  for (let i = 0; i < octets.length; i++) octets[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return octets;
}

const SHORT = /^[0-9a-fA-F]{1,2}(?:(?::[0-9a-fA-F]{1,2})+|(?:-[0-9a-fA-F]{1,2})+)$/;
const SEPARATED = [
  /^(?:[0-9a-fA-F]{2})+$/,
  /^[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2})+$/,
  /^[0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2})+$/,
  /^[0-9a-fA-F]{2}(?:\.[0-9a-fA-F]{2})+$/,
  /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/,
  /^[0-9a-fA-F]{4}(?:-[0-9a-fA-F]{4})+$/,
];

/** Mask of the first `bits` of `octets` octets. */
export function prefixMask(bits: number, octets: number): Uint8Array {
  return Uint8Array.from({ length: octets }, (_, i) => (0xff00 >> Math.min(8, Math.max(0, bits - 8 * i))) & 0xff);
}
