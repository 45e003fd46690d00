import type { ValueOf } from '../../codec/codec.ts';
import { field as declare, type Field } from '../../codec/field.ts';
import { type LayoutMeta, layout } from '../../codec/layout.ts';
import { uint } from '../../codec/leaves.ts';
import { identifier } from './identifier.ts';
import { grouped, list, sized } from './parts.ts';
import { BULK_CIPHERS, COMPRESSIONS, KEY_EXCHANGE_SUITES, MACS, SEQUENCE_MODES } from './values.ts';

const CLIENT = 'wtls.handshake.client_hello';
const SERVER = 'wtls.handshake.server_hello';
const CLIENT_SPEC = 'WAP-261 ClientHello';
const SERVER_SPEC = 'WAP-261 ServerHello';
const RANDOM_OCTETS = 12;

const field = (filter: string, type: Field['type'], label: string, doc: string, more: Partial<Field> = {}): Field =>
  declare({
    spec: filter.startsWith(SERVER) ? SERVER_SPEC : CLIENT_SPEC,
    ...more,
    filter,
    type,
    label,
    doc,
  });

const meta = (filter: string, label: string, doc: string, more: Partial<LayoutMeta> = {}): LayoutMeta => ({
  spec: filter.startsWith(SERVER) ? SERVER_SPEC : CLIENT_SPEC,
  ...more,
  filter,
  label,
  doc,
});

/** Version, random and session id: how both hellos begin. */
function start(prefix: string, whose: string) {
  return layout('wtls')
    .bits('version', 8, meta(`${prefix}.version`, 'Version', 'Version of the protocol, 1.'))
    .bits(
      'time',
      32,
      meta(`${prefix}.gmt`, 'GMT Unix time', `Clock of the ${whose}, in seconds; part of its random value.`, {
        type: 'time',
      }),
    )
    .octets('random', RANDOM_OCTETS, meta(`${prefix}.random`, 'Random', `Random octets of the ${whose}.`))
    .field(
      'sessionId',
      sized(
        field(`${prefix}.sessionid_len`, 'uint', 'Session id length', 'Octets of the session id, 0 to 8.'),
        field(
          `${prefix}.sessionid`,
          'uint',
          'Session id',
          'The secure session, to be resumed or as the server numbers it.',
          {
            show: 'hex',
          },
        ),
        8,
      ),
    );
}

const parameterSet = sized(
  field(`${CLIENT}.parameter_len`, 'uint', 'Parameter set length', 'Octets of the parameter set.'),
  field(`${CLIENT}.parameter`, 'bytes', 'Parameter set', 'Parameters of the key exchange that have no index.'),
  16,
);

const keyId = identifier(
  {
    type: `${CLIENT}.ident_type`,
    charset: `${CLIENT}.ident_charset`,
    size: `${CLIENT}.ident_size`,
    name: `${CLIENT}.ident_name`,
    octets: `${CLIENT}.identifier`,
  },
  'the owner of the key',
  CLIENT_SPEC,
);

/** Index that says: the parameters follow in full. */
const EXPLICIT_PARAMETERS = 255;

const keyEntry = grouped(
  field(`${CLIENT}.key.key_exchange`, 'uint', 'Key', 'A way of key exchange, and whose key.', {
    names: KEY_EXCHANGE_SUITES,
  }),
  layout('wtls')
    .bits(
      'suite',
      8,
      meta(`${CLIENT}.key.key_exchange.suite`, 'Key exchange suite', 'Way of the key exchange.', {
        names: KEY_EXCHANGE_SUITES,
      }),
    )
    .bits(
      'parameterIndex',
      8,
      meta(`${CLIENT}.parameter_index`, 'Parameter index', 'Index of known parameters; 255: they follow.'),
    )
    .when('parameters', (v) => v.parameterIndex === EXPLICIT_PARAMETERS, parameterSet)
    .field('identifier', keyId),
  ({ suite }, cursor, row) => cursor.tree.setNum(row, suite),
);

const keys = (name: string, label: string, doc: string) =>
  list(
    field(`${CLIENT}.${name}_keys_id`, 'group', label, doc),
    // Wireshark has one name for the lengths of both lists.
    field(`${CLIENT}.client_keys_len`, 'uint', 'Length', 'Octets of the list.'),
    16,
    keyEntry,
  );

const suite = (prefix: string) =>
  layout('wtls')
    .bits('bulk', 8, meta(`${prefix}.bulk`, 'Bulk cipher', 'Cipher of the data.', { names: BULK_CIPHERS }))
    .bits('mac', 8, meta(`${prefix}.mac`, 'MAC', 'Message authentication code of the records.', { names: MACS }));

/** `RC5_CBC, SHA`; numbers where there are no names. */
export function suiteText({ bulk, mac }: { readonly bulk: number; readonly mac: number }): string {
  return `${BULK_CIPHERS[bulk] ?? `cipher ${bulk}`}, ${MACS[mac] ?? `MAC ${mac}`}`;
}

const ciphers = list(
  field(`${CLIENT}.ciphers`, 'group', 'Cipher suites', 'What the client can, the best first.'),
  field(`${CLIENT}.ciphers_len`, 'uint', 'Length', 'Octets of the list.'),
  8,
  grouped(
    field(`${CLIENT}.cipher`, 'text', 'Cipher suite', 'Bulk cipher and MAC algorithm.'),
    suite(`${CLIENT}.cipher`),
    (value, cursor, row) => cursor.tree.setText(row, suiteText(value)),
  ),
);

const compressions = list(
  field(`${CLIENT}.comp_methods`, 'group', 'Compression methods', 'What the client can, the best first.'),
  field(`${CLIENT}.comp_methods_len`, 'uint', 'Length', 'Octets of the list.'),
  8,
  uint(
    field(`${CLIENT}.compression`, 'uint', 'Compression', 'Compression before encryption.', {
      show: 'hex',
      names: COMPRESSIONS,
    }),
    8,
  ),
);

const mode = (prefix: string) =>
  meta(`${prefix}.sequence_mode`, 'Sequence number mode', 'Whether records have numbers, and whether they are sent.', {
    names: SEQUENCE_MODES,
  });
const refresh = (prefix: string) =>
  meta(`${prefix}.refresh`, 'Key refresh', 'n: keys are refreshed every 2^n sequence numbers.');

export const clientHello = start(CLIENT, 'client')
  .field('clientKeys', keys('client', 'Client key ids', 'Keys that the client has or accepts.'))
  .field('trustedKeys', keys('trusted', 'Trusted key ids', 'Authorities that the client trusts.'))
  .field('ciphers', ciphers)
  .field('compressions', compressions)
  .bits('sequenceMode', 8, mode(CLIENT))
  .bits('keyRefresh', 8, refresh(CLIENT));

export const serverHello = start(SERVER, 'server')
  .bits(
    'key',
    8,
    meta(`${SERVER}.key`, 'Client key id', "Which entry of the client's key ids is taken, from 1; 0 none.", {
      show: 'hex',
    }),
  )
  .field('cipher', suite(`${SERVER}.cipher`), meta(`${SERVER}.cipher`, 'Cipher suite', 'What the server has chosen.'))
  .bits(
    'compression',
    8,
    meta(`${SERVER}.compression`, 'Compression', 'Compression before encryption.', {
      show: 'hex',
      names: COMPRESSIONS,
    }),
  )
  .bits('sequenceMode', 8, mode(SERVER))
  .bits('keyRefresh', 8, refresh(SERVER));

export type ClientHello = ValueOf<typeof clientHello>;
export type ServerHello = ValueOf<typeof serverHello>;
