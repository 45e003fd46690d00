import { type AddressPool, etherText } from '../dissect/address-pool.ts';
import type { FlowTable } from '../store/flow-table.ts';
import type { FlowLayer } from './statistics-views.ts';

const TCP = 6;
const UDP = 17;

/** True when the flow tells who spoke with whom on the layer. */
export function isOn(flows: FlowTable, flow: number, layer: FlowLayer): boolean {
  switch (layer) {
    case 'ethernet':
      return flows.etherSource(flow) >= 0;
    case 'ipv4':
      return flows.network(flow) === 4;
    case 'ipv6':
      return flows.network(flow) === 6;
    case 'tcp':
      return flows.transport(flow) === TCP && flows.detail(flow) === 'ports';
    case 'udp':
      return flows.transport(flow) === UDP && flows.detail(flow) === 'ports';
    case 'other':
      return flows.network(flow) === 0 && flows.etherSource(flow) < 0;
  }
}

/** True when packets of the flow belong to a conversation of the layer that is not told apart. */
export function isUntold(flows: FlowTable, flow: number, layer: FlowLayer): boolean {
  const detail = flows.detail(flow);
  if (layer === 'ethernet' || layer === 'other' || detail === 'ports') return false;
  if (detail === 'hardware') return true;
  return (layer === 'tcp' && flows.transport(flow) === TCP) || (layer === 'udp' && flows.transport(flow) === UDP);
}

/** Who sends to whom on a layer. Addresses are ids of the pool, or hardware addresses; ports are 0 where the layer has none. */
export interface FlowEnds {
  readonly source: number;
  readonly sourcePort: number;
  readonly destination: number;
  readonly destinationPort: number;
}

/** The ends of a flow that is on the layer. */
export function endsOn(flows: FlowTable, flow: number, layer: FlowLayer): FlowEnds {
  const isEther = layer === 'ethernet';
  const has = hasPorts(layer);
  return {
    source: isEther ? flows.etherSource(flow) : flows.source(flow),
    sourcePort: has ? flows.sourcePort(flow) : 0,
    destination: isEther ? flows.etherDestination(flow) : flows.destination(flow),
    destinationPort: has ? flows.destinationPort(flow) : 0,
  };
}

/** One end of a flow in words. */
export function endOf(ends: FlowEnds, side: 'source' | 'destination', layer: FlowLayer, addresses: AddressPool): End {
  const [id, port] = side === 'source' ? [ends.source, ends.sourcePort] : [ends.destination, ends.destinationPort];
  return {
    address: layer === 'ethernet' ? etherText(id) : addresses.text(id),
    port: hasPorts(layer) ? port : undefined,
  };
}

const hasPorts = (layer: FlowLayer): boolean => layer === 'tcp' || layer === 'udp';

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
