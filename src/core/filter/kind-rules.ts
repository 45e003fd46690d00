import type { Kind } from './values.ts';

/* Which kinds of values go together, and how they are called. */

export const OCTET_KINDS: ReadonlySet<Kind> = new Set<Kind>(['octets', 'ipv4', 'ipv6', 'ether']);
export const TEXT_KINDS: ReadonlySet<Kind> = new Set<Kind>(['text', 'octets']);
export const NUMBER: ReadonlySet<Kind> = new Set<Kind>(['number']);
export const OCTETS: ReadonlySet<Kind> = new Set<Kind>(['octets']);
export const TEXT: ReadonlySet<Kind> = new Set<Kind>(['text']);

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  number: 'a number',
  text: 'text',
  octets: 'octets',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  ether: 'a hardware address',
  time: 'a time',
  seconds: 'a duration',
};

/** What a literal of the kind looks like while it is being typed. */
export const TYPED_SO_FAR: Readonly<Record<Kind, RegExp>> = {
  number: /^0?[xXbB]?$|^[A-Za-z]/,
  text: /^$/,
  octets: /^[0-9a-fA-F:.-]*$/,
  ipv4: /^[\d.]*\/?$/,
  ipv6: /^[0-9a-fA-F:.]*\/?$/,
  ether: /^[0-9a-fA-F:.-]*$/,
  time: /^[\dTZ:.-]*$/,
  seconds: /^\.?$/,
};

export function comparable(a: Kind, b: Kind): boolean {
  if (a === b) return true;
  if (a === 'octets' || b === 'octets')
    return TEXT_KINDS.has(a) || TEXT_KINDS.has(b) ? isOctetsOrText(a) && isOctetsOrText(b) : false;
  return false;
}

function isOctetsOrText(kind: Kind): boolean {
  return kind === 'text' || OCTET_KINDS.has(kind);
}

export function named(kinds: ReadonlySet<Kind>): string {
  if (kinds.size === 0) return 'without a value';
  return [...kinds].map((kind) => KIND_NAMES[kind]).join(' or ');
}
