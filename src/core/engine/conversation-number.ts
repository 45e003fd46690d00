import type { NumberedTransport } from '../dissect/conversation-numbers.ts';
import type { Capture } from './capture.ts';

/** IP's numbers of the transports. */
const PROTOCOLS: Readonly<Record<NumberedTransport, number>> = { tcp: 6, udp: 17 };

/**
 * Number of the conversation over a transport that packet `index` belongs to, as its flow tells: that of its innermost headers.
 * -1 where the flow does not tell.
 */
export function conversationNumber(
  { table, flows, state }: Capture,
  index: number,
  transport: NumberedTransport,
): number {
  const flow = table.flow.get(index);
  if (!isNumbered({ flows }, flow, transport)) return -1;
  const [from, fromPort] = [flows.source(flow), flows.sourcePort(flow)];
  const [to, toPort] = [flows.destination(flow), flows.destinationPort(flow)];
  return state.conversations(transport).at(index, from, fromPort, to, toPort);
}

/** The same of all packets of a flow; -1 too where packets of the flow have several. */
export function flowNumber({ flows, state }: Capture, flow: number, transport: NumberedTransport): number {
  if (!isNumbered({ flows }, flow, transport)) return -1;
  return state
    .conversations(transport)
    .only(flows.source(flow), flows.sourcePort(flow), flows.destination(flow), flows.destinationPort(flow));
}

/** Numbers of all conversations over a transport between the ends of a flow. */
export function numbersBetween(
  { flows, state }: Capture,
  flow: number,
  transport: NumberedTransport,
): readonly number[] {
  if (!isNumbered({ flows }, flow, transport)) return [];
  return state
    .conversations(transport)
    .all(flows.source(flow), flows.sourcePort(flow), flows.destination(flow), flows.destinationPort(flow));
}

/** True for a flow of TCP whose packets do not all belong to the same connection. */
export function isReopened(capture: Capture, flow: number): boolean {
  const { reopened } = capture.state.conversations('tcp');
  return reopened > 0 && isNumbered(capture, flow, 'tcp') && flowNumber(capture, flow, 'tcp') < 0;
}

function isNumbered({ flows }: Pick<Capture, 'flows'>, flow: number, transport: NumberedTransport): boolean {
  return flows.transport(flow) === PROTOCOLS[transport] && flows.detail(flow) === 'ports';
}
