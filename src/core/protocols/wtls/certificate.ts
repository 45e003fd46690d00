import type { Codec, InputOf, ValueOf } from '../../codec/codec.ts';
import { field as declare, type Field } from '../../codec/field.ts';
import { type LayoutMeta, layout } from '../../codec/layout.ts';
import { uint } from '../../codec/leaves.ts';
import { identifier } from './identifier.ts';
import { list, sized } from './parts.ts';
import {
  CERTIFICATE_TYPES,
  CERTIFICATE_URL,
  KEY_TYPES,
  RSA_KEY,
  SIGNATURE_ALGORITHMS,
  WTLS_CERTIFICATE,
} from './values.ts';

const P = 'wtls.handshake.certificate';
const SPEC = 'WAP-261 Certificate';
const EXPLICIT_PARAMETERS = 255;

const field = (filter: string, type: Field['type'], label: string, doc: string, more: Partial<Field> = {}): Field =>
  declare({
    spec: SPEC,
    ...more,
    filter,
    type,
    label,
    doc,
  });
const meta = (name: string, label: string, doc: string, more: Partial<LayoutMeta> = {}): LayoutMeta => ({
  spec: SPEC,
  ...more,
  filter: `${P}.${name}`,
  label,
  doc,
});

const party = (name: string, whose: string) =>
  identifier(
    {
      type: `${P}.${name}.type`,
      charset: `${P}.${name}.charset`,
      size: `${P}.${name}.size`,
      name: `${P}.${name}.name`,
      octets: `${P}.${name}.identifier`,
    },
    whose,
    SPEC,
  );

const parameterSet = sized(
  field(`${P}.parameter_len`, 'uint', 'Parameter set length', 'Octets of the parameter set.'),
  field(`${P}.parameter`, 'bytes', 'Parameter set', 'Parameters of the key that have no index.'),
  16,
);

const rsaKey = layout('wtls')
  .field(
    'exponent',
    sized(
      field(`${P}.rsa.exponent`, 'uint', 'RSA exponent size', 'Octets of the public exponent.'),
      field(`${P}.rsa.exponent.value`, 'uint', 'RSA exponent', 'Public exponent.'),
      16,
    ),
  )
  .field(
    'modulus',
    sized(
      field(`${P}.rsa.modules`, 'uint', 'RSA modulus size', 'Octets of the modulus.'),
      field(`${P}.rsa.modulus.value`, 'bytes', 'RSA modulus', 'Modulus.'),
      16,
    ),
  );

const signature = sized(
  field(`${P}.signature.signature`, 'uint', 'Signature size', 'Octets of the signature.'),
  field(`${P}.signature.value`, 'bytes', 'Signature', 'Signature of the issuer.'),
  16,
);

const isRsa = ({ keyType }: { readonly keyType: number }): boolean => keyType === RSA_KEY;

/** WTLS's own certificate. The layout of other keys than RSA's is not known: what follows them stays undecoded. */
export const wtlsCertificate = layout('wtls')
  .bits('version', 8, meta('version', 'Version', 'Version of the certificate.', { show: 'hex' }))
  .bits(
    'signatureAlgorithm',
    8,
    meta('signature.type', 'Signature algorithm', 'Algorithm of the signature.', { names: SIGNATURE_ALGORITHMS }),
  )
  .field('issuer', party('issuer', 'the issuer'))
  .bits('notBefore', 32, meta('before', 'Valid not before', 'First second of validity.', { type: 'time' }))
  .bits('notAfter', 32, meta('after', 'Valid not after', 'Last second of validity.', { type: 'time' }))
  .field('subject', party('subject', 'the owner'))
  .bits('keyType', 8, meta('public.type', 'Public key type', 'Kind of the public key.', { names: KEY_TYPES }))
  .bits('parameterIndex', 8, meta('parameter_index', 'Parameter index', 'Index of known parameters; 255: they follow.'))
  .when('parameters', (v) => v.parameterIndex === EXPLICIT_PARAMETERS, parameterSet)
  .when('rsa', isRsa, rsaKey)
  .when('signature', isRsa, signature);

const typeField = field(`${P}.type`, 'uint', 'Certificate type', 'Format of the certificate.', {
  names: CERTIFICATE_TYPES,
});
const type = uint(typeField, 8);
const sizeField = field(`${P}.length`, 'uint', 'Certificate length', 'Octets of the certificate.');
const encoded = sized(sizeField, field(`${P}.octets`, 'bytes', 'Certificate', 'The certificate as it stands.'), 16);
const url = sized(sizeField, field(`${P}.url`, 'text', 'Certificate URL', 'Where the certificate is.'), 8);
const group = field(P, 'group', 'Certificate', 'A certificate.');

export type Certificate =
  | { readonly type: number; readonly wtls: ValueOf<typeof wtlsCertificate> }
  | { readonly type: number; readonly octets: Uint8Array };
export type CertificateDraft =
  | { readonly type: number; readonly wtls: InputOf<typeof wtlsCertificate> }
  | { readonly type: number; readonly octets: Uint8Array };

const entry: Codec<Certificate, CertificateDraft> = {
  width: undefined,
  shape: wtlsCertificate.shape,
  fields: [group, typeField, ...wtlsCertificate.fields, ...encoded.fields, ...url.fields],
  read(cursor) {
    const row = cursor.open(group);
    const kind = type.read(cursor);
    let value: Certificate = { type: kind, octets: new Uint8Array(0) };
    if (kind === WTLS_CERTIFICATE) {
      const wtls = wtlsCertificate.read(cursor);
      value = { type: kind, wtls };
      // Nothing says where the key ends: the rest of the list stays undecoded.
      if (!cursor.failed && !isRsa(wtls)) cursor.bit = cursor.end;
    } else if (kind === CERTIFICATE_URL) value = { type: kind, octets: url.read(cursor) };
    else if (CERTIFICATE_TYPES[kind] !== undefined) value = { type: kind, octets: encoded.read(cursor) };
    else if (!cursor.failed) cursor.bit = cursor.end;
    cursor.close(row);
    return value;
  },
  write(out, draft) {
    type.write(out, draft.type);
    if ('wtls' in draft) wtlsCertificate.write(out, draft.wtls);
    else (draft.type === CERTIFICATE_URL ? url : encoded).write(out, draft.octets);
  },
};

/** The body of a certificate message: a chain, the sender's own certificate first. */
export const certificates = list(
  field('wtls.handshake.certificates', 'group', 'Certificates', 'A chain of certificates.'),
  field('wtls.handshake.certificates.length', 'uint', 'Length', 'Octets of all certificates.'),
  16,
  entry,
);
