/** Protocols whose packets have their own rows and those of what pass 1 has met around them, and no other. */
export const BARE: ReadonlySet<string> = new Set([
  'eth',
  'vlan',
  'llc',
  'ppp',
  'raw',
  'null',
  'arp',
  'ip',
  'ipv6',
  'tcp',
  'udp',
]);
