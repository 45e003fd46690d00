import { fields, UNDECODED } from '../../codec/field.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { measured, viewSegment } from '../../dissect/stated-length.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const SPEC = 'Tiny TP 1.1 3.2';
const KIND = 'ttp';
const KEEP_SECONDS = 30;

const f = fields({
  ttp: { filter: 'ttp', type: 'protocol', label: 'TinyTP', doc: 'Infrared transport protocol with credits.' },
  more: {
    filter: 'ttp.m',
    bits: 1,
    type: 'bool',
    label: 'More',
    spec: SPEC,
    doc: 'More segments of the message follow.',
  },
  credit: {
    filter: 'ttp.dcredit',
    bits: 7,
    type: 'uint',
    label: 'Delta credit',
    spec: SPEC,
    doc: 'Frames that the other side may send more.',
  },
  data: { filter: 'ttp.data', type: 'bytes', label: 'Segment', spec: SPEC, doc: 'A piece of a message.' },
  reassembledIn: {
    filter: 'ttp.reassembled_in',
    type: 'frame',
    leadsTo: 'whole',
    label: 'Message is put together in',
    generated: true,
    doc: 'Packet in which the message is whole.',
  },
});

export function register(to: Registry): void {
  const layers = to.table('layer');
  let number = 0;
  const isObex = (bytes: Uint8Array, start: number, end: number) =>
    measured(layers.get('obex')?.measure, bytes, start, end) > 0;

  const ttp: Dissector = {
    id: 'ttp',
    name: 'TinyTP',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      const at = start + 1;
      if (at >= end) return;
      const key = String(row.channel);
      const chains = row.state.chains(KIND);
      if (row.cut) chains.restart(key);
      const more = bytes[start]! >= 0x80;
      const place = row.reassembled ? -1 : at - row.frameAt;
      // A message in one segment opens nothing; on a channel where segments are open, what comes goes on.
      const { frame, seconds } = row;
      const segment = {
        key,
        seconds,
        keepSeconds: KEEP_SECONDS,
        sequence: undefined,
        modulus: 1,
        starts: undefined,
        more,
      };
      const done = row.cut ? undefined : chains.add(segment, { frame, at: place, bytes: bytes.subarray(at, end) });
      const joined = done !== undefined || chains.find(frame, key) !== undefined;
      if (done !== undefined && isObex(done.bytes, 0, done.bytes.length)) {
        row.reassembled = true;
        summarizeNext(layers.get('obex'), done.bytes, 0, done.bytes.length, row);
      } else if (!joined && !more && isObex(bytes, at, end)) summarizeNext(layers.get('obex'), bytes, at, end, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.ttp);
      const more = cursor.uint(f.more, 1);
      const credit = cursor.uint(f.credit, 7);
      context.info = `TinyTP credit ${credit}`;
      cursor.tree.setNote(row, context.info);
      if (cursor.octetsLeft === 0) {
        cursor.close(row);
        return;
      }
      const view = viewSegment(context, KIND, String(context.channel), 'Reassembled TinyTP message');
      if (view !== undefined || more === 1) {
        if (view?.wholeIn !== undefined && view.message === undefined) cursor.generated(f.reassembledIn, view.wholeIn);
        cursor.octets(f.data, cursor.octetsLeft);
      }
      cursor.close(row);
      const message = view === undefined ? cursor : view.message;
      if (message === undefined || message.octetsLeft === 0) return;
      const known = isObex(message.bytes, message.at, message.end >>> 3) && context.next('layer', 'obex', message);
      if (!known) context.undecoded(message, UNDECODED, 'TinyTP data');
    },
  };
  number = to.protocol(ttp, Object.values(f));
  to.bind('layer', 'ttp', ttp);
}
