import { decimalSeconds } from '../../base/time.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';

const f = fields({
  frame: { filter: 'frame', type: 'protocol', label: 'Frame', doc: 'What the capture file says of the packet.' },
  interfaceId: {
    filter: 'frame.interface_id',
    type: 'uint',
    label: 'Interface id',
    generated: true,
    ofPacket: true,
    doc: 'Number of the interface in the file.',
  },
  interfaceName: {
    filter: 'frame.interface_name',
    type: 'text',
    label: 'Interface name',
    doc: 'Name that the file gives to the interface.',
    generated: true,
    ofPacket: true,
  },
  comment: {
    filter: 'frame.comment',
    type: 'text',
    label: 'Comment',
    generated: true,
    ofPacket: true,
    doc: 'A comment that the file holds on this packet.',
  },
  timeShift: {
    filter: 'frame.time_shift',
    type: 'text',
    label: 'Time shift',
    generated: true,
    ofPacket: true,
    doc: 'Seconds by which the user has shifted the time of the packet; there when times are shifted.',
  },
  timeEpoch: {
    filter: 'frame.time_epoch',
    type: 'text',
    label: 'Epoch time',
    generated: true,
    ofPacket: true,
    doc: 'Seconds since 1970-01-01T00:00:00Z.',
  },
  timeDelta: {
    filter: 'frame.time_delta',
    type: 'text',
    label: 'Time since the previous packet',
    generated: true,
    ofPacket: true,
    doc: 'Seconds.',
  },
  timeRelative: {
    filter: 'frame.time_relative',
    type: 'text',
    label: 'Time since the first packet or reference',
    generated: true,
    ofPacket: true,
    doc: 'Seconds since the latest time reference at or before the packet; without one, since the first packet.',
  },
  reference: {
    filter: 'frame.ref_time',
    type: 'bool',
    label: 'Time reference',
    generated: true,
    ofPacket: true,
    doc: 'There when the user has made the packet a time reference, which packets behind it count their time from.',
  },
  number: {
    filter: 'frame.number',
    type: 'uint',
    label: 'Number',
    generated: true,
    ofPacket: true,
    doc: 'Number of the packet in the file, from 1.',
  },
  length: {
    filter: 'frame.len',
    type: 'uint',
    label: 'Length',
    generated: true,
    ofPacket: true,
    doc: 'Octets on the wire.',
  },
  captured: {
    filter: 'frame.cap_len',
    type: 'uint',
    label: 'Captured length',
    generated: true,
    ofPacket: true,
    doc: 'Octets in the file.',
  },
  marked: {
    filter: 'frame.marked',
    type: 'bool',
    label: 'Marked',
    generated: true,
    ofPacket: true,
    doc: 'Whether the user has marked the packet.',
  },
  ignored: {
    filter: 'frame.ignored',
    type: 'bool',
    label: 'Ignored',
    generated: true,
    ofPacket: true,
    doc: 'Whether the user has asked to leave the packet out: it is not dissected.',
  },
  protocols: {
    filter: 'frame.protocols',
    type: 'text',
    label: 'Protocols',
    generated: true,
    doc: 'Short names of the protocols in the packet, outermost first.',
  },
});

const frame: Dissector = {
  id: 'frame',
  name: 'Frame',
  dissect(cursor: Cursor, context: Context): void {
    const { frame: info, tree } = context;
    if (tree.isSilent) {
      carried(cursor, context);
      return;
    }
    const row = cursor.open(f.frame);
    if (info.isInterfaceListed === true || info.interfaceName !== undefined) {
      cursor.generated(f.interfaceId, info.interfaceIndex);
      // The word of others for an interface without a name: filters for it then find the same packets.
      cursor.generated(f.interfaceName, info.interfaceName ?? 'unknown');
    }
    for (const comment of info.comments) cursor.generated(f.comment, comment);
    const { timeShift } = info;
    if (timeShift !== undefined && context.asks(f.timeShift)) {
      cursor.generated(f.timeShift, decimalSeconds(timeShift.seconds, timeShift.nanos));
    }
    if (context.asks(f.timeEpoch)) cursor.generated(f.timeEpoch, decimalSeconds(info.seconds, info.nanos));
    if (info.previousSeconds !== undefined && context.asks(f.timeDelta)) {
      cursor.generated(f.timeDelta, decimalSeconds(info.seconds, info.nanos, info.previousSeconds, info.previousNanos));
    }
    if (info.originSeconds !== undefined && context.asks(f.timeRelative)) {
      cursor.generated(f.timeRelative, decimalSeconds(info.seconds, info.nanos, info.originSeconds, info.originNanos));
    }
    if (info.isReference === true) cursor.generated(f.reference, 1);
    cursor.generated(f.number, info.number);
    cursor.generated(f.length, info.original);
    cursor.generated(f.captured, info.captured);
    cursor.generated(f.marked, info.isMarked === true ? 1 : 0);
    cursor.generated(f.ignored, info.isIgnored === true ? 1 : 0);
    const protocols = cursor.generated(f.protocols, '');
    cursor.close(row);
    if (context.wants !== undefined) {
      // Which protocols there are is known only when all of them are dissected.
      carried(cursor, context);
      return;
    }
    const cut = info.captured < info.original ? `, ${info.captured} captured` : '';
    tree.setNote(row, `${info.number}, ${info.original} octets on the wire${cut}, ${info.linkName}`);
    carried(cursor, context);
    if (info.isIgnored === true) return;
    tree.setText(protocols, protocolsIn(context));
  },
};

/** What the frame carries, unless the packet is ignored. */
function carried(cursor: Cursor, context: Context): void {
  const { isIgnored, start, linkName } = context.frame;
  if (isIgnored === true) {
    context.info = '<Ignored>';
    return;
  }
  if (context.next(start.table, start.key as never, cursor)) return;
  context.info = `${linkName} is not decoded`;
  context.undecoded(cursor, UNDECODED, linkName);
}

function protocolsIn({ layers }: Context): string {
  let out = '';
  for (const { protocol } of layers) if (protocol !== 'frame') out = out === '' ? protocol : `${out}:${protocol}`;
  return out;
}

export function register(to: Registry): void {
  to.protocol(frame, Object.values(f));
  to.bind('layer', 'frame', frame);
}
