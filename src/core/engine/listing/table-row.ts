import type { ColumnReader } from '../../filter/columns.ts';
import type { Shape } from '../../filter/shapes.ts';
import type { Capture } from '../capture.ts';
import type { ShapeColumn } from './shape-column.ts';

/** The packet list's row that `index` names, as filters over columns read it. One object serves all rows. */
export class TableRow implements ColumnReader {
  index = 0;
  readonly #capture: Capture;
  readonly #shapes: ShapeColumn;
  readonly #ids: readonly string[];

  constructor(capture: Capture, shapes: ShapeColumn) {
    this.#capture = capture;
    this.#shapes = shapes;
    this.#ids = protocolIds(capture);
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
    return this.#ids[this.#capture.table.protocol.get(this.index)] ?? '';
  }
  get source(): string {
    return this.#capture.state.addresses.text(this.#capture.table.source.get(this.index));
  }
  get destination(): string {
    return this.#capture.state.addresses.text(this.#capture.table.destination.get(this.index));
  }
  get sourcePort(): number {
    return this.#capture.table.sourcePort.get(this.index);
  }
  get destinationPort(): number {
    return this.#capture.table.destinationPort.get(this.index);
  }
  get shape(): Shape | undefined {
    return this.#shapes.get(this.index);
  }
}

/** Ids of the protocols by their number in the protocol column. */
function protocolIds({ registry }: Capture): readonly string[] {
  const ids: string[] = [];
  for (const { id } of registry.protocols) ids[registry.protocolNumber(id)] = id;
  return Array.from(ids, (id) => id ?? '');
}
