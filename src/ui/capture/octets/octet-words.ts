import type { LookForm, StepKind } from '../../../worker/api.ts';

/** Steps in the order that they are offered. */
export const STEPS: readonly { readonly id: StepKind; readonly label: string; readonly count?: string }[] = [
  { id: 'base64', label: 'Base64' },
  { id: 'hex', label: 'Hex digits' },
  { id: 'percent', label: 'Percent (URL)' },
  { id: 'quoted-printable', label: 'Quoted-printable' },
  { id: 'zlib', label: 'Zlib' },
  { id: 'gzip', label: 'Gzip' },
  { id: 'deflate', label: 'Deflate' },
  { id: 'septets', label: 'GSM 7-bit, packed', count: 'Fill bits' },
  { id: 'semi-octets', label: 'Semi-octets (BCD)' },
  { id: 'rot13', label: 'ROT-13' },
  { id: 'skip', label: 'Cut off in front', count: 'Octets to cut off' },
];

export const stepOf = (kind: StepKind) => STEPS.find(({ id }) => id === kind);

interface Form {
  readonly id: LookForm;
  readonly label: string;
}

export const FORMS: readonly { readonly label: string; readonly forms: readonly Form[] }[] = [
  {
    label: 'Text',
    forms: [
      { id: 'ascii', label: 'ASCII' },
      { id: 'latin1', label: 'ISO 8859-1' },
      { id: 'utf8', label: 'UTF-8' },
      { id: 'utf16be', label: 'UTF-16 BE (UCS-2)' },
      { id: 'utf16le', label: 'UTF-16 LE' },
      { id: 'ebcdic', label: 'EBCDIC' },
      { id: 'gsm', label: 'GSM 7-bit alphabet' },
    ],
  },
  {
    label: 'Octets',
    forms: [
      { id: 'dump', label: 'Hex dump' },
      { id: 'bits', label: 'Bits' },
      { id: 'c', label: 'C array' },
      { id: 'yaml', label: 'YAML' },
      { id: 'escaped', label: 'Escaped string' },
      { id: 'hex', label: 'Raw hex' },
    ],
  },
];

export const formLabel = (form: LookForm): string =>
  FORMS.flatMap(({ forms }) => forms).find(({ id }) => id === form)?.label ?? form;

export const isText = (form: LookForm): boolean => FORMS[0]?.forms.some(({ id }) => id === form) ?? false;
