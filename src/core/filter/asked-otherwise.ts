/** Names that people know from Wireshark, by how they begin, and filters that ask for the same here. */
export const ADVISED: readonly {
  readonly begins: string;
  readonly what: string;
  readonly filters: readonly string[];
}[] = [
  {
    begins: '_ws.expert',
    what: 'findings are asked for otherwise',
    filters: ['rule', 'rule.severity', 'rule.message'],
  },
  { begins: '_ws.malformed', what: 'what cannot be read is a finding', filters: ['rule.severity == "error"'] },
  {
    begins: 'tcp.payload',
    what: 'octets are asked of the protocol',
    filters: ['tcp contains "x"', 'tcp[20:2] == 06:2f'],
  },
  {
    begins: 'udp.payload',
    what: 'octets are asked of the protocol',
    filters: ['udp contains "x"', 'udp[8:2] == 01:06'],
  },
  { begins: 'tcp.analysis', what: 'what is known of segments', filters: ['tcp.analysis.retransmission'] },
];

/** What to write in place of a field that only Wireshark has; undefined when nothing is known of the name. */
export function askedOtherwise(name: string): string | undefined {
  const known = ADVISED.find(({ begins }) => name === begins || name.startsWith(`${begins}.`));
  if (known === undefined) return undefined;
  return `${known.what}: ${known.filters.join(', ')}`;
}
