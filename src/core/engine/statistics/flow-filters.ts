import type { FlowLayer } from '../statistics-views.ts';

/** One end of a conversation. */
export interface End {
  readonly address: string;
  readonly port: number | undefined;
}

interface Names {
  readonly address: string;
  readonly port: string | undefined;
}

/** Filter names of a layer's addresses and ports; undefined where the list has no one field for them (telephone numbers, ...). */
function namesOf(layer: FlowLayer, network: number): Names | undefined {
  const ip = network === 6 ? 'ipv6' : 'ip';
  switch (layer) {
    case 'ethernet':
      return { address: 'eth', port: undefined };
    case 'ipv4':
    case 'ipv6':
      return { address: ip, port: undefined };
    case 'tcp':
    case 'udp':
      return { address: ip, port: layer };
    case 'other':
      return undefined;
  }
}

/** The display filter of all packets from or to an endpoint. */
export function endpointFilter(layer: FlowLayer, network: number, { address, port }: End): string | undefined {
  const names = namesOf(layer, network);
  if (names === undefined || address === '') return undefined;
  if (names.port === undefined || port === undefined) return `${names.address}.addr == ${address}`;
  // Address and port of the same side: another host may use the same port.
  return (
    `(${names.address}.src == ${address} && ${names.port}.srcport == ${port}) || ` +
    `(${names.address}.dst == ${address} && ${names.port}.dstport == ${port})`
  );
}

/** The display filter of all packets between two ends, in both directions. */
export function conversationFilter(layer: FlowLayer, network: number, a: End, b: End): string | undefined {
  const names = namesOf(layer, network);
  if (names === undefined || a.address === '' || b.address === '') return undefined;
  const isSame = a.address === b.address;
  const hosts = isSame
    ? `${names.address}.src == ${a.address} && ${names.address}.dst == ${b.address}`
    : `${names.address}.addr == ${a.address} && ${names.address}.addr == ${b.address}`;
  if (names.port === undefined || a.port === undefined || b.port === undefined) return hosts;
  const oneWay = (from: End, to: End): string =>
    `${names.address}.src == ${from.address} && ${names.port}.srcport == ${from.port} && ` +
    `${names.address}.dst == ${to.address} && ${names.port}.dstport == ${to.port}`;
  if (isSame && a.port === b.port) return oneWay(a, b);
  return `(${oneWay(a, b)}) || (${oneWay(b, a)})`;
}
