/** A field of the shown packet on its way from the tree to the list's head or to the display filter. */
export interface DraggedField {
  readonly packet: number;
  /** Row of the packet's tree. */
  readonly row: number;
  /** Its filter name. */
  readonly field: string;
  readonly label: string;
}

const TYPE = 'application/x-pushscope-field';

/** Begins to drag a field, with its name at the pointer: the row itself is as wide as the tree. */
export function dragField(transfer: DataTransfer, field: DraggedField): void {
  transfer.setData(TYPE, [field.packet, field.row, field.field, field.label].join(' '));
  transfer.setData('text/plain', field.field);
  transfer.effectAllowed = 'copy';
  const picture = document.createElement('div');
  picture.className = 'field-picture';
  picture.textContent = `${field.label} [${field.field}]`;
  document.body.append(picture);
  transfer.setDragImage(picture, -12, 4);
  // The browser has taken its picture by then.
  setTimeout(() => picture.remove());
}

/** True while a field is above what is asked. */
export const isField = ({ types }: DataTransfer): boolean => types.includes(TYPE);

/** The field that was dropped; undefined when something else was, whoever has sent it. */
export function droppedField(transfer: DataTransfer): DraggedField | undefined {
  const [, packet, row, field, label] = /^(\d+) (\d+) (\S+) (.*)/s.exec(transfer.getData(TYPE)) ?? [];
  if (field === undefined || label === undefined) return undefined;
  return { packet: Number(packet), row: Number(row), field, label };
}
