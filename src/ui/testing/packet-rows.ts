import type { PacketRow } from '../../worker/api.ts';

const PROTOCOLS = ['DM notification 1.3', 'WSP', 'UDP', 'PAP'];
const INFOS = [
  'Package#0 1.3, session 0x1f3a, server-initiated, from com.example.mgmt',
  'Push, application/vnd.syncml.notification',
  '49152 > 2948, 73 octets',
  'push-message, pushID 2024-0001@pi.example.com',
];
const VERDICTS = ['match', 'mismatch', 'zero', 'unchecked', 'not-verifiable', undefined] as const;
const SEVERITIES = [undefined, undefined, 'note', 'warning', 'error', 'info'] as const;

/** One made-up row of the packet list. */
export function packetRow(index: number): PacketRow {
  const seconds = 1_700_000_000 + Math.floor(index / 4);
  return {
    index,
    seconds,
    nanos: (index % 4) * 250_000_000 + 1000,
    previousSeconds: index % 4 === 0 ? seconds - 1 : seconds,
    previousNanos: ((index + 3) % 4) * 250_000_000 + 1000,
    shownSeconds: seconds,
    shownNanos: 0,
    originSeconds: 1_700_000_000,
    originNanos: 1000,
    source: `192.0.2.${index % 250}`,
    destination: '198.51.100.7',
    protocol: PROTOCOLS[index % PROTOCOLS.length] ?? '',
    length: 73 + (index % 40),
    captured: 73 + (index % 40),
    info: INFOS[index % INFOS.length] ?? '',
    severity: SEVERITIES[index % SEVERITIES.length],
    verdict: VERDICTS[index % 7],
    commented: index % 9 === 0,
    cells: [],
    isMarked: false,
    isReference: false,
    isIgnored: false,
    colour: 0,
  };
}

export function packetRows(from: number, count: number): readonly PacketRow[] {
  return Array.from({ length: count }, (_, at) => packetRow(from + at));
}
