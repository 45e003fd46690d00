import type { Cursor } from '../../codec/cursor.ts';
import { field, fields, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { codedType, dataLabel, parameters } from './carrier.ts';
import { multipartFit } from './guess.ts';
import { readHeaders } from './headers.ts';
import { uintvar } from './integers.ts';
import { contentType, mediaTypeOf } from './media.ts';
import { readContentType } from './pdu.ts';
import { f as pduFields } from './pdu-layout.ts';
import { RULES } from './rules.ts';
import { isCut } from './value.ts';

const SPEC = 'WAP-230 8.5';

const f = fields({
  protocol: {
    filter: 'wsp.multipart_body',
    type: 'protocol',
    label: 'WSP multipart',
    spec: SPEC,
    doc: 'Parts with headers of their own, in binary form.',
  },
  entries: {
    filter: 'wsp.multipart.entries',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Number of parts',
    spec: SPEC,
    doc: 'Parts that the sender announces.',
  },
  part: {
    filter: 'wsp.multipart',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Part',
    spec: SPEC,
    doc: 'One part; the value counts from 1.',
  },
  headersLength: {
    filter: 'wsp.multipart.headers_length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Headers length',
    spec: SPEC,
    doc: 'Octets of content type and headers of the part.',
  },
  dataLength: {
    filter: 'wsp.multipart.data_length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Data length',
    spec: SPEC,
    doc: 'Octets of data of the part.',
  },
});
const data = field({
  filter: UNDECODED.filter,
  type: UNDECODED.type,
  label: 'Data',
  spec: SPEC,
  doc: 'Content of a part that nothing here decodes.',
});

const entriesCodec = uintvar(f.entries);
const headersLength = uintvar(f.headersLength);
const dataLength = uintvar(f.dataLength);

const MEDIA_TYPES = ['*', 'mixed', 'form-data', 'byteranges', 'alternative', 'related'].map(
  (kind) => `application/vnd.wap.multipart.${kind}`,
);
const DEEPEST = 8;

/** Reads one part and gives its media type; undefined when it could not be read. */
function readPart(cursor: Cursor, context: Context, index: number): string | undefined {
  const row = cursor.open(f.part);
  context.tree.setNum(row, index);
  const { value: headerOctets } = headersLength.read(cursor);
  const { value: dataOctets } = dataLength.read(cursor);
  if (cursor.failed) {
    cursor.close(row);
    return undefined;
  }
  const start = cursor.bit;
  const outer = cursor.enter(f.headersLength, Number(headerOctets));
  const type = cursor.octetsLeft > 0 ? readContentType(cursor) : undefined;
  if (cursor.octetsLeft > 0) {
    const headers = cursor.open(pduFields.headers);
    readHeaders(cursor, false);
    cursor.tree.close(headers, cursor.end);
  }
  if (cursor.failed && !isCut(cursor))
    cursor.find(
      RULES['WSP-006'],
      `the headers of part ${index} do not end where its HeadersLen ends`,
      start,
      cursor.end,
    );
  cursor.leave(outer);
  const end = cursor.enter(f.dataLength, Number(dataOctets));
  const text = type === undefined ? 'no content type' : contentType.text(type.value);
  context.tree.setNote(row, text);
  const carrier = context.push;
  if (type !== undefined && carrier !== undefined)
    context.push = {
      ...carrier,
      contentType: codedType(type.value, cursor.source, type.start, type.end),
      parameters: parameters(type.value),
    };
  if (cursor.octetsLeft > 0 && !(type !== undefined && context.next('media.type', mediaTypeOf(type.value), cursor)))
    context.undecoded(cursor, data, type === undefined ? text : dataLabel(type.value));
  context.push = carrier;
  cursor.leave(end);
  cursor.close(row);
  return text;
}

/** True inside so many multipart bodies that another one would be an attack. */
function isTooDeep(context: Context): boolean {
  return context.layers.filter(({ protocol }) => protocol === 'wsp-multipart').length > DEEPEST;
}

export function registerMultipart(to: Registry): void {
  const multipart: Dissector = {
    id: 'wsp-multipart',
    name: 'WSP multipart',
    hides: 'content',
    summarize(_bytes, _start, _end, row) {
      row.protocol = number;
    },
    dissect(cursor, context) {
      const row = cursor.open(f.protocol);
      const start = cursor.bit;
      const { value: announced } = entriesCodec.read(cursor);
      const countEnd = cursor.bit;
      const types: string[] = [];
      let open = cursor.failed || isTooDeep(context);
      while (!open && cursor.octetsLeft > 0) {
        const type = readPart(cursor, context, types.length + 1);
        if (type === undefined) open = true;
        else types.push(type);
      }
      if (!open && types.length !== Number(announced) && !isCut(cursor))
        cursor.find(
          RULES['WSP-026'],
          `nEntries is ${announced}, but the body has ${types.length} part${types.length === 1 ? '' : 's'}`,
          start,
          countEnd,
        );
      cursor.recover();
      cursor.tree.close(row, cursor.end);
      cursor.bit = cursor.end;
      context.protocolName = multipart.name;
      context.info = `WSP multipart: ${types.length === 0 ? 'no parts' : types.join(', ')}`;
    },
  };
  const number = to.protocol(multipart, [...Object.values(f), data]);
  for (const type of MEDIA_TYPES) to.bind('media.type', type, multipart);
  to.bind('layer', 'wsp-multipart', multipart);
  to.guessIn('layer', {
    dissector: multipart,
    guess: (bytes, from, end) => (multipartFit(bytes, from, end) ? 0.7 : 0),
  });
}
