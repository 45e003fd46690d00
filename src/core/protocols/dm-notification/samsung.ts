import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields } from '../../codec/field.ts';

const SPEC = 'Samsung, read from code';

/** The private structure that Samsung's servers put into the vendor-specific octets of a 1.2 notification. */
export const fSamsung = fields({
  uiMode: {
    filter: 'dmnoti.samsung.ui_mode',
    bits: 8,
    type: 'uint',
    label: 'Samsung UI mode',
    spec: SPEC,
    doc: 'UI mode that overrides the one of the header when it is 4.',
    names: {
      0: 'not specified',
      1: 'background',
      2: 'informative',
      3: 'user interaction',
      4: 'background, Wi-Fi only',
    },
  },
  item: {
    filter: 'dmnoti.samsung.item',
    type: 'group',
    label: 'Samsung item',
    spec: SPEC,
    doc: 'Tag, length and value of one octet each or more.',
  },
  tag: {
    filter: 'dmnoti.samsung.tag',
    bits: 8,
    type: 'uint',
    label: 'Tag',
    spec: SPEC,
    doc: 'What the value is about.',
    names: { 1: 'install type', 2: 'install postpone', 3: 'update type', 4: 'service type', 5: 'download type' },
  },
  length: {
    filter: 'dmnoti.samsung.length',
    bits: 8,
    type: 'uint',
    label: 'Length',
    spec: SPEC,
    doc: 'Octets of the value.',
  },
  install: {
    filter: 'dmnoti.samsung.install_type',
    type: 'uint',
    label: 'Install type',
    spec: SPEC,
    doc: 'Whether the user may put the installation off.',
    names: { 0: 'normal', 1: 'force' },
  },
  service: {
    filter: 'dmnoti.samsung.service_type',
    type: 'uint',
    label: 'Service type',
    spec: SPEC,
    doc: 'A letter: how urgent the update is.',
    show: 'hex',
    names: { 79: 'O, optional', 77: 'M, mandatory', 69: 'E, emergency' },
  },
  download: {
    filter: 'dmnoti.samsung.download_type',
    type: 'uint',
    label: 'Download type',
    spec: SPEC,
    doc: 'Whether the user may put the download off.',
    names: { 0: 'normal', 1: 'force' },
  },
  value: {
    filter: 'dmnoti.samsung.value',
    type: 'bytes',
    label: 'Value',
    spec: SPEC,
    doc: 'Octets of a value that has no known form.',
  },
});

const BY_TAG: Readonly<Record<number, Field>> = { 1: fSamsung.install, 4: fSamsung.service, 5: fSamsung.download };

/** True when the octets are a UI mode and at least one item, with known tags, and nothing is left over. */
export function isSamsung(octets: Uint8Array): boolean {
  if (octets.length < 3 || octets[0]! > 4) return false;
  let at = 1;
  while (at < octets.length) {
    if (at + 2 > octets.length || octets[at]! < 1 || octets[at]! > 5) return false;
    at += 2 + octets[at + 1]!;
  }
  return at === octets.length;
}

/** Makes rows of octets of which `isSamsung` said that they have the structure. */
export function readSamsung(cursor: Cursor): void {
  cursor.uint(fSamsung.uiMode, 8);
  while (cursor.octetsLeft >= 2) {
    const row = cursor.open(fSamsung.item);
    const tag = cursor.uint(fSamsung.tag, 8);
    const length = cursor.uint(fSamsung.length, 8);
    const field = BY_TAG[tag];
    if (length === 1 && field !== undefined) cursor.uint(field, 8);
    else if (length > 0) cursor.octets(fSamsung.value, length);
    cursor.close(row);
  }
}
