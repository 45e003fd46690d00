import { type Codec, encode } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields, nameOf } from '../../codec/field.ts';
import { type AddressRecord, addressRecords } from './address.ts';
import { type IntegerInput, shortInteger, uintvar, type WireInteger } from './integers.ts';
import { RULES } from './rules.ts';
import { PDU_TYPES } from './tables/pdu-types.ts';
import { tokenText, type WireText } from './texts.ts';
import { choice, many, sequence, type ValueCodec } from './value.ts';

const SPEC = 'WAP-230 8.3';

const NAMES: Readonly<Record<number, string>> = {
  0: 'Client-SDU-Size',
  1: 'Server-SDU-Size',
  2: 'Protocol Options',
  3: 'Method-MOR',
  4: 'Push-MOR',
  5: 'Extended Methods',
  6: 'Header Code Pages',
  7: 'Aliases',
  8: 'Client-Message-Size',
  9: 'Server-Message-Size',
};

const f = fields({
  capability: {
    filter: 'wsp.capability',
    type: 'group',
    label: 'Capability',
    spec: SPEC,
    doc: 'One capability that the peers negotiate.',
  },
  length: {
    filter: 'wsp.capability.length',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Capability length',
    spec: SPEC,
    doc: 'Octets of identifier and parameters.',
  },
  id: {
    filter: 'wsp.capability.id',
    encoding: 'short-integer',
    type: 'uint',
    label: 'Capability',
    names: NAMES,
    spec: 'WAP-230 table 37',
    doc: 'Number of the capability.',
  },
  name: {
    filter: 'wsp.capability.name',
    type: 'text',
    label: 'Capability',
    spec: SPEC,
    doc: 'Name of a capability without a number.',
  },
  clientSdu: {
    filter: 'wsp.capability.client_sdu_size',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Client SDU size',
    spec: 'WAP-230 8.3.2.1',
    doc: 'Octets of the largest service data unit to the client; 0 for no limit.',
  },
  serverSdu: {
    filter: 'wsp.capability.server_sdu_size',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Server SDU size',
    spec: 'WAP-230 8.3.2.1',
    doc: 'Octets of the largest service data unit to the server; 0 for no limit.',
  },
  clientMessage: {
    filter: 'wsp.capability.client_message_size',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Client message size',
    spec: 'WAP-230 8.3.2.7',
    doc: 'Octets of the largest message to the client; 0 for no limit.',
  },
  serverMessage: {
    filter: 'wsp.capability.server_message_size',
    encoding: 'uintvar',
    type: 'uint',
    label: 'Server message size',
    spec: 'WAP-230 8.3.2.7',
    doc: 'Octets of the largest message to the server; 0 for no limit.',
  },
  options: {
    filter: 'wsp.capability.protocol_opt',
    type: 'uint',
    label: 'Protocol options',
    show: 'hex',
    spec: 'WAP-230 8.3.2.2',
    doc: 'Optional facilities, a bit each.',
  },
  confirmedPush: {
    filter: 'wsp.capability.protocol_option.confirmed_push',
    bits: 1,
    type: 'bool',
    label: 'Confirmed push facility',
    spec: 'WAP-230 8.3.2.2',
    doc: 'The session has confirmed pushes.',
  },
  push: {
    filter: 'wsp.capability.protocol_option.push',
    bits: 1,
    type: 'bool',
    label: 'Push facility',
    spec: 'WAP-230 8.3.2.2',
    doc: 'The session has pushes.',
  },
  resume: {
    filter: 'wsp.capability.protocol_option.session_resume',
    bits: 1,
    type: 'bool',
    label: 'Session resume facility',
    spec: 'WAP-230 8.3.2.2',
    doc: 'The session can be suspended and resumed.',
  },
  acknowledgement: {
    filter: 'wsp.capability.protocol_option.ack_headers',
    bits: 1,
    type: 'bool',
    label: 'Acknowledgement headers',
    spec: 'WAP-230 8.3.2.2',
    doc: 'Acknowledgements may carry headers.',
  },
  large: {
    filter: 'wsp.capability.protocol_option.large_data_transfer',
    bits: 1,
    type: 'bool',
    label: 'Large data transfer',
    spec: 'WAP-230 8.3.2.2',
    doc: 'Messages may be cut into several data units.',
  },
  reserved: {
    filter: 'wsp.capability.protocol_option.reserved',
    type: 'uint',
    label: 'Reserved',
    show: 'bin',
    spec: 'WAP-230 8.3.2.2',
    doc: 'Reserved bits, 0.',
  },
  methodMor: {
    filter: 'wsp.capability.method_mor',
    type: 'uint',
    label: 'Method MOR',
    spec: 'WAP-230 8.3.2.3',
    doc: 'Methods that may be outstanding at a time.',
  },
  pushMor: {
    filter: 'wsp.capability.push_mor',
    type: 'uint',
    label: 'Push MOR',
    spec: 'WAP-230 8.3.2.3',
    doc: 'Confirmed pushes that may be outstanding at a time.',
  },
  method: {
    filter: 'wsp.capability.extended_method',
    type: 'uint',
    label: 'Extended method',
    show: 'hex',
    names: PDU_TYPES,
    spec: 'WAP-230 8.3.2.4',
    doc: 'PDU type of an extended method.',
  },
  methodName: {
    filter: 'wsp.capability.extended_method_name',
    type: 'text',
    label: 'Method name',
    spec: 'WAP-230 8.3.2.4',
    doc: 'Name of the extended method.',
  },
  page: {
    filter: 'wsp.capability.code_page',
    type: 'uint',
    label: 'Header code page',
    show: 'hex',
    spec: 'WAP-230 8.3.2.5',
    doc: 'Number of a header code page.',
  },
  pageName: {
    filter: 'wsp.capability.code_page_name',
    type: 'text',
    label: 'Header code page name',
    spec: 'WAP-230 8.3.2.5',
    doc: 'Name of the header code page.',
  },
  aliases: {
    filter: 'wsp.capability.aliases',
    type: 'bytes',
    label: 'Aliases',
    spec: 'WAP-230 8.3.2.6',
    doc: 'Other addresses of the sender.',
  },
  parameters: {
    filter: 'wsp.capability.parameters',
    type: 'bytes',
    label: 'Capability parameters',
    spec: SPEC,
    doc: 'Parameters of a capability that is not known.',
  },
});

/** One capability; `octets` are parameters that are not known or do not follow the rules. */
export interface Capability {
  readonly id:
    | { readonly is: 'number'; readonly value: IntegerInput }
    | { readonly is: 'name'; readonly value: WireText };
  readonly length?: WireInteger;
  readonly value?: unknown;
  readonly octets?: Uint8Array;
}

const OPTION_BITS = [f.confirmedPush, f.push, f.resume, f.acknowledgement, f.large] as const;

const options: Codec<number> = {
  width: 8,
  shape: { kind: 'uint', field: f.options, bits: 8 },
  fields: [f.options, ...OPTION_BITS, f.reserved],
  read(cursor) {
    if (!cursor.need(f.options, 8)) return 0;
    const value = cursor.peek(8)!;
    const row = cursor.open(f.options);
    for (const field of OPTION_BITS) cursor.uint(field, 1);
    cursor.uint(f.reserved, 3);
    cursor.close(row);
    cursor.tree.setNum(row, value);
    return value;
  },
  write: (out, value) => out.bits(8, value),
};

const idCodec = choice(
  'a capability',
  RULES['WSP-022'],
  (octet) => (octet >= 0x80 ? 'number' : octet >= 0x20 ? 'name' : undefined),
  {
    number: shortInteger(f.id),
    name: tokenText(f.name),
  },
);
const lengthCodec = uintvar(f.length);

/** Lists of Connect have names behind the octets, those of ConnectReply do not. */
function codecFor(id: number, proposing: boolean): Codec<unknown, never> | undefined {
  switch (id) {
    case 0:
      return uintvar(f.clientSdu);
    case 1:
      return uintvar(f.serverSdu);
    case 2:
      return options;
    case 3:
      return uintvar(f.methodMor);
    case 4:
      return uintvar(f.pushMor);
    case 5:
      return proposing ? methodNames : methodNumbers;
    case 6:
      return proposing ? pageNames : pageNumbers;
    case 7:
      return aliases;
    case 8:
      return uintvar(f.clientMessage);
    case 9:
      return uintvar(f.serverMessage);
    default:
      return undefined;
  }
}

const aliases: Codec<readonly AddressRecord[]> = {
  ...addressRecords,
  read(cursor) {
    const row = cursor.open(f.aliases);
    const records = addressRecords.read(cursor);
    cursor.close(row);
    return records;
  },
};

function octetCodec(field: Field): ValueCodec<number> {
  return {
    width: 8,
    shape: { kind: 'uint', field, bits: 8 },
    fields: [field],
    read: (cursor) => cursor.uint(field, 8),
    write: (out, value) => out.bits(8, value),
    text: (value) => nameOf(field, value) ?? String(value),
  };
}
const methodNumbers = many(octetCodec(f.method));
const pageNumbers = many(octetCodec(f.page));
const methodNames = many(
  sequence({ octet: octetCodec(f.method), name: tokenText(f.methodName) }, { text: ({ name }) => name.text }),
);
const pageNames = many(
  sequence({ octet: octetCodec(f.page), name: tokenText(f.pageName) }, { text: ({ name }) => name.text }),
);

function readCapability(cursor: Cursor, proposing: boolean): Capability | undefined {
  const row = cursor.open(f.capability);
  const length = lengthCodec.read(cursor);
  const outer = cursor.enter(f.length, Number(length.value));
  const id = idCodec.read(cursor);
  const start = cursor.at;
  const codec = id.is === 'number' ? codecFor(Number(id.value.value), proposing) : undefined;
  let value: unknown;
  if (codec !== undefined) value = codec.read(cursor);
  else if (cursor.octetsLeft > 0) cursor.octets(f.parameters, cursor.octetsLeft);
  const whole = codec !== undefined && !cursor.failed && cursor.octetsLeft === 0;
  if (codec !== undefined && cursor.octetsLeft > 0)
    cursor.find(
      RULES['WSP-022'],
      `${cursor.octetsLeft} octets left over behind the parameters of ${idCodec.text(id)}`,
      cursor.bit,
      cursor.end,
    );
  const octets = cursor.bytes.slice(start, cursor.end >>> 3);
  const idFailed = cursor.failed && cursor.at === start && codec === undefined;
  cursor.leave(outer);
  cursor.close(row);
  if (idFailed) return undefined;
  cursor.tree.setText(row, idCodec.text(id));
  const draft: Capability['id'] = id;
  return whole ? { id: draft, length, value } : { id: draft, length, octets };
}

/**
 * Capabilities up to the end of the window.
 * @param proposing true in Connect, where extended methods and code pages have names
 */
export function capabilities(proposing: boolean): Codec<readonly Capability[]> {
  return {
    width: undefined,
    shape: { kind: 'list', of: { kind: 'bytes', field: f.capability, octets: undefined } },
    fields: [...Object.values(f), ...addressRecords.fields],
    read(cursor) {
      const list: Capability[] = [];
      while (cursor.octetsLeft > 0) {
        const one = readCapability(cursor, proposing);
        if (one === undefined || cursor.failed) break;
        list.push(one);
      }
      return list;
    },
    write(out, list) {
      for (const { id, length, value, octets } of list) {
        const codec =
          id.is === 'number'
            ? codecFor(Number(typeof id.value === 'object' ? id.value.value : id.value), proposing)
            : undefined;
        const content = octets ?? (codec === undefined ? new Uint8Array(0) : encode(codec, value as never));
        const name = encode(idCodec, id);
        lengthCodec.write(out, {
          value: name.length + content.length,
          ...(length?.octets === undefined ? {} : { octets: length.octets }),
        });
        out.octets(name);
        out.octets(content);
      }
    },
  };
}
