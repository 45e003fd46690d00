import type { NumberedTransport } from '../../dissect/conversation-numbers.ts';
import type { KeyedRow } from '../../filter/column-table.ts';
import type { Shape } from '../../filter/shapes.ts';
import type { Capture } from '../capture.ts';
import { conversationNumber, isReopened } from '../conversation-number.ts';
import { isExact, type ShapeColumn } from './shape-column.ts';

/** The packet list's row that `index` names, as filters over columns read it. One object serves all rows. */
export class TableRow implements KeyedRow {
  index = 0;
  readonly #capture: Capture;
  readonly #shapes: ShapeColumn;
  #ids: readonly string[] | undefined;

  constructor(capture: Capture, shapes: ShapeColumn) {
    this.#capture = capture;
    this.#shapes = shapes;
  }

  get number(): number {
    return this.index + 1;
  }
  get seconds(): number {
    return this.#capture.table.seconds.get(this.index);
  }
  get nanos(): number {
    return this.#capture.table.nanos.get(this.index);
  }
  get captured(): number {
    return this.#capture.table.captured.get(this.index);
  }
  get original(): number {
    return this.#capture.table.original.get(this.index);
  }
  get protocol(): string {
    this.#ids ??= protocolIds(this.#capture);
    return this.#ids[this.#capture.table.protocol.get(this.index)] ?? '';
  }
  get source(): string | undefined {
    return this.#address('source');
  }
  get destination(): string | undefined {
    return this.#address('destination');
  }
  get sourcePort(): number | undefined {
    return this.#port('sourcePort');
  }
  get destinationPort(): number | undefined {
    return this.#port('destinationPort');
  }
  get tcpStream(): number | undefined {
    return this.#stream('tcp');
  }
  get udpStream(): number | undefined {
    return this.#stream('udp');
  }
  get isMarked(): boolean {
    return this.#capture.annotations.marked.has(this.index);
  }
  get isIgnored(): boolean {
    return this.#capture.annotations.ignored.has(this.index);
  }
  get isReference(): boolean {
    return this.#capture.annotations.references.has(this.index);
  }
  get shape(): Shape | undefined {
    return this.#shapes.shape(this.shapeNumber, this.#capture);
  }
  /** Number of the shape in the table. */
  get shapeNumber(): number {
    return this.#capture.table.shape.get(this.index);
  }
  get flowKey(): number {
    const { table, flows } = this.#capture;
    const flow = table.flow.get(this.index);
    if (isReopened(this.#capture, flow)) return -1;
    // What a flow lacks comes from columns of the packet, where its tree has confirmed them.
    return isExact(this.shapeNumber) && (flows.network(flow) === 0 || !this.#hasPorts(flow)) ? -1 : flow;
  }

  /** That of the innermost IP header; without one the column's, where the packet's tree has confirmed it. */
  #address(column: 'source' | 'destination'): string | undefined {
    const { table, flows, state } = this.#capture;
    const flow = table.flow.get(this.index);
    if (flows.network(flow) !== 0) return state.addresses.text(flows[column](flow));
    return isExact(this.shapeNumber) ? state.addresses.text(table[column].get(this.index)) : undefined;
  }

  #port(column: 'sourcePort' | 'destinationPort'): number | undefined {
    const { table, flows } = this.#capture;
    const flow = table.flow.get(this.index);
    if (this.#hasPorts(flow)) return flows[column](flow);
    return isExact(this.shapeNumber) ? table[column].get(this.index) : undefined;
  }

  #stream(transport: NumberedTransport): number | undefined {
    const number = conversationNumber(this.#capture, this.index, transport);
    return number < 0 ? undefined : number;
  }

  #hasPorts(flow: number): boolean {
    const { flows } = this.#capture;
    return flows.transport(flow) !== 0 && flows.detail(flow) === 'ports';
  }
}

/** Ids of the protocols by their number in the protocol column. */
function protocolIds({ registry }: Capture): readonly string[] {
  const ids: string[] = [];
  for (const { id } of registry.protocols) ids[registry.protocolNumber(id)] = id;
  return Array.from(ids, (id) => id ?? '');
}
