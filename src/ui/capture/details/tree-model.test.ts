import { describe, expect, test } from 'vitest';
import { fromHex } from '../../../core/base/bytes.ts';
import type { Catalogue, FieldView, FindingView, PacketView } from '../../../worker/api.ts';
import { filterExpression, formatBytes, rowText, subtreeText } from './copy-formats.ts';
import { octetStops, runsOf, tintedProtocol } from './field-tints.ts';
import { paintOctet } from './octet-paint.ts';
import { shownRow, treeCommand, typeahead } from './tree-keys.ts';
import {
  ancestorsOf,
  findingsByRow,
  isOpen,
  kindsOf,
  lengthText,
  octetsOf,
  placeOf,
  positionText,
  rowAtBit,
  rowOver,
  treeModel,
  visibleRows,
  withKinds,
} from './tree-model.ts';

function field(filter: string, type: FieldView['type'], label: string, generated = false): FieldView {
  return { filter, type, label, generated, spec: undefined, doc: undefined };
}

const FIELDS = [
  field('frame', 'protocol', 'Frame'),
  field('frame.number', 'uint', 'Number', true),
  field('ip', 'protocol', 'Internet Protocol'),
  field('ip.src', 'ipv4', 'Source address'),
  field('dmnoti', 'protocol', 'DM Notification'),
  field('dmnoti.version', 'uint', 'Version'),
  field('dmnoti.opc', 'uint', 'Option count'),
  field('dmnoti.initiator', 'uint', 'Initiator'),
  field('dmnoti.option', 'group', 'Option'),
  field('dmnoti.server_id', 'text', 'Server-ID'),
  field('data.data', 'undecoded', 'Undecoded'),
  field('dmnoti.digest', 'bytes', 'Digest'),
];
const catalogue: Catalogue = { fields: FIELDS, names: [], rules: [], layers: [], protocols: [] };

// Four octets of address, one octet of three fields, an option of three octets, one octet undecoded, a second source of one octet.
const ROWS: readonly (readonly [number, number, number, number, number, string])[] = [
  [0, 0, 0, 2, 0, '1, 9 octets'],
  [1, 0, 0, 2, 0, '1'],
  [2, 0, 32, 4, 0, '10.0.0.1'],
  [3, 0, 32, 4, 0, '10.0.0.1 (example)'],
  [4, 32, 64, 10, 0, ''],
  [5, 32, 36, 6, 0, 'DM 1.3 (1)'],
  [6, 36, 39, 7, 0, '6'],
  [7, 39, 40, 8, 0, 'server (1)'],
  [8, 40, 64, 10, 0, '1, Server-ID'],
  [9, 40, 64, 10, 0, '=x"'],
  [10, 64, 72, 11, 0, 'ff'],
  [11, 0, 8, 12, 1, 'aa'],
];

function view(findings: readonly FindingView[] = []): PacketView {
  return {
    version: 1,
    index: 0,
    fields: Uint16Array.from(ROWS, (row) => row[0]),
    positions: Int32Array.from(ROWS.flatMap((row) => row.slice(1, 5) as number[])),
    texts: ROWS.map((row) => row[5]),
    sources: [
      { label: 'Frame', bytes: fromHex('0a0000011d3d7822ff') ?? new Uint8Array(), cut: false },
      { label: 'Second', bytes: Uint8Array.of(0xaa), cut: false },
    ],
    findings,
    digests: [],
    documents: [],
    layers: [],
    protocol: 'dmnoti',
    info: '',
  };
}

const model = treeModel(view(), catalogue);

describe('tree model', () => {
  test('knows parents, depths, kinds and the innermost protocol', () => {
    expect([...model.parents]).toEqual([-1, 0, -1, 2, -1, 4, 4, 4, 4, 8, -1, -1]);
    expect([...model.depths]).toEqual([0, 1, 0, 1, 0, 1, 1, 1, 1, 2, 0, 0]);
    expect(model.kinds[9]).toBe('dmnoti/dmnoti.option/dmnoti.server_id');
    expect(model.innermost).toBe(4);
    expect(model.protocols[9]).toBe(4);
    expect(model.protocols[10]).toBe(-1);
    expect(ancestorsOf(model, 9)).toEqual([8, 4]);
  });

  test('the end of the frame is not what is looked for', () => {
    const ended = [...ROWS.slice(0, 10), [2, 64, 72, 12, 0, 'end'], [3, 64, 72, 12, 0, 'ff']] as const;
    const model = treeModel(
      {
        ...view(),
        fields: Uint16Array.from(ended, (row) => row[0]),
        positions: Int32Array.from(ended.flatMap((row) => row.slice(1, 5) as number[])),
        texts: ended.map((row) => row[5]),
      },
      catalogue,
    );
    expect(model.innermost).toBe(4);
    expect(isOpen(model, {}, 10)).toBe(false);
  });

  test('opens the innermost protocol and closes the others until the user decides', () => {
    expect([...visibleRows(model, {})]).toEqual([0, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
    const decided = withKinds(withKinds({}, ['frame'], true), ['dmnoti'], false);
    expect([...visibleRows(model, decided)]).toEqual([0, 1, 2, 4, 10, 11]);
    expect(isOpen(model, {}, 9)).toBe(false);
  });

  test('finds rows by bit and by range, in each source', () => {
    expect([31, 32, 36, 39, 40, 71].map((bit) => rowAtBit(model, 0, bit))).toEqual([3, 5, 6, 7, 9, 10]);
    expect(rowAtBit(model, 1, 0)).toBe(11);
    expect(rowAtBit(model, 0, 72)).toBeUndefined();
    expect(rowAtBit(model, 2, 0)).toBeUndefined();
    expect(rowOver(model, 0, 40, 64)).toBe(9);
    expect(rowOver(model, 0, 36, 64)).toBe(4);
  });

  test('every bit of every source has exactly one leaf', () => {
    for (const [source, { bytes }] of model.view.sources.entries()) {
      const runs = runsOf(model, source, 0, bytes.length * 8, undefined);
      expect(runs.map(({ start }) => start).slice(1)).toEqual(runs.map(({ end }) => end).slice(0, -1));
      expect(runs.at(-1)?.end).toBe(bytes.length * 8);
    }
  });

  test('finds the worst finding of a row and inside it', () => {
    const finding = (row: number, severity: FindingView['severity']): FindingView => ({
      rule: 'r',
      severity,
      message: severity,
      source: 0,
      start: 0,
      end: 0,
      row,
    });
    const broken = treeModel(view([finding(9, 'note'), finding(9, 'error'), finding(5, 'warning')]), catalogue);
    const { own, inside } = findingsByRow(broken);
    expect(own.get(9)?.severity).toBe('error');
    expect(inside.get(4)).toBe('error');
    expect(inside.get(8)).toBe('error');
    expect(inside.get(2)).toBeUndefined();
  });

  test('says places and lengths in words', () => {
    expect(positionText(39, 40)).toBe('4.7');
    expect(positionText(32, 36)).toBe('4.0 to 4.3');
    expect(positionText(32, 32)).toBe('before 4.0');
    expect([1, 3, 8, 19, 16].map(lengthText)).toEqual([
      '1 bit',
      '3 bits',
      '1 octet',
      '2 octets and 3 bits',
      '2 octets',
    ]);
  });

  test('takes columns that do not fit the catalogue', () => {
    const odd = treeModel({ ...view(), fields: Uint16Array.of(99), texts: [] }, catalogue);
    expect(odd.field(0).label).toBe('Unknown field');
    expect([...visibleRows(odd, {})]).toEqual([0]);
    expect(treeModel({ ...view(), fields: new Uint16Array(), positions: new Int32Array() }, catalogue).innermost).toBe(
      -1,
    );
  });
});

describe('keys', () => {
  const at = (row: number, openKinds = {}) => ({
    model,
    openKinds,
    visible: visibleRows(model, openKinds),
    row,
    page: 3,
  });
  const press = (row: number, key: string, mod: { ctrl?: boolean; shift?: boolean } = {}) =>
    treeCommand(at(row), { key, ctrl: mod.ctrl ?? false, shift: mod.shift ?? false });

  test('move among the rows that are shown', () => {
    expect(press(0, 'ArrowDown')).toEqual({ kind: 'select', row: 2 });
    expect(press(2, 'ArrowUp')).toEqual({ kind: 'select', row: 0 });
    expect(press(0, 'ArrowUp')).toEqual({ kind: 'select', row: 0 });
    expect(press(0, 'PageDown')).toEqual({ kind: 'select', row: 5 });
    expect(press(0, 'End')).toEqual({ kind: 'select', row: 11 });
    expect(press(9, 'Home')).toEqual({ kind: 'select', row: 0 });
    expect(press(9, 'Backspace')).toEqual({ kind: 'select', row: 8 });
    expect(press(0, 'ArrowDown', { ctrl: true })).toBeUndefined();
  });

  test('open and close', () => {
    expect(press(2, 'ArrowRight')).toEqual({ kind: 'toggle', kinds: ['ip'], open: true });
    expect(press(4, 'ArrowRight')).toEqual({ kind: 'select', row: 5 });
    expect(press(4, 'ArrowLeft')).toEqual({ kind: 'toggle', kinds: ['dmnoti'], open: false });
    expect(press(9, 'ArrowLeft')).toEqual({ kind: 'select', row: 8 });
    expect(press(4, 'ArrowRight', { shift: true })).toEqual({
      kind: 'toggle',
      kinds: ['dmnoti', 'dmnoti/dmnoti.option'],
      open: true,
    });
    expect(press(9, 'ArrowLeft', { ctrl: true })).toEqual({
      kind: 'toggle',
      kinds: kindsOf(model, 0, model.length),
      open: false,
    });
    expect(press(4, 'Enter')).toEqual({ kind: 'toggle', kinds: ['dmnoti'], open: false });
    expect(press(9, 'Enter')).toEqual({ kind: 'activate', row: 9 });
    expect(press(9, 'x')).toBeUndefined();
  });

  test('typing finds labels, and the same letter again the next one', () => {
    expect(typeahead(at(0), 'o')).toBe(6);
    expect(typeahead(at(6), 'oo')).toBe(8);
    expect(typeahead(at(6), 'option c')).toBe(6);
    expect(typeahead(at(0), 'zz')).toBeUndefined();
  });

  test('a row inside a closed one is stood for by that one', () => {
    const closed = visibleRows(model, { dmnoti: false });
    expect(shownRow(model, closed, 9)).toBe(4);
    expect(placeOf(closed, 9)).toBe(-1);
  });
});

describe('tints', () => {
  test('only the fields of one protocol are tinted, neighbours differently', () => {
    const runs = runsOf(model, 0, 0, 72, tintedProtocol(model, undefined));
    expect(runs.map(({ row }) => row)).toEqual([3, 5, 6, 7, 9, 10]);
    expect(runs[0]?.tint).toBeUndefined();
    expect(runs[5]?.tint).toBeUndefined();
    expect(new Set(runs.slice(1, 5).map(({ tint }) => tint)).size).toBe(4);
    expect(tintedProtocol(model, 3)).toBe(2);
    // The frame's own row holds no bits: its selection leaves the innermost protocol tinted.
    expect(tintedProtocol(model, 1)).toBe(4);
  });

  test('an octet is split where its fields meet', () => {
    const runs = runsOf(model, 0, 32, 40, 4);
    expect(octetStops(runs, 4).map(({ start, end }) => [start, end])).toEqual([
      [0, 4],
      [4, 7],
      [7, 8],
    ]);
    const paint = paintOctet(model, runs, 4, 36, 39);
    expect(paint.classes).toBe('split');
    expect(paint.background).toContain('var(--octet-selected) 50% 87.5%');
    expect(paint.fields).toBe('fields Version, Option count, Initiator');
    expect(paintOctet(model, runs, 4, 32, 40).classes).toContain('sel');
    expect(paintOctet(model, runsOf(model, 0, 40, 48, 4), 5, 0, 0)).toMatchObject({
      background: undefined,
      fields: 'field Server-ID',
    });
  });
});

describe('copying', () => {
  test('rows as text: masks, brackets, no formulas', () => {
    expect(rowText(model, 5)).toBe('0001 .... = Version: DM 1.3 (1)');
    expect(rowText(model, 1)).toBe('[Number: 1]');
    expect(subtreeText(model, 8)).toBe('Option: 1, Server-ID\n    Server-ID: =x"');
  });

  test('filters from values', () => {
    const expression = (row: number) => filterExpression(model, row);
    expect(expression(1)).toBe('frame.number == 1');
    expect(expression(3)).toBe('ip.src == 10.0.0.1');
    expect(expression(4)).toBe('dmnoti');
    expect(expression(5)).toBe('dmnoti.version == 1');
    expect(expression(9)).toBe('dmnoti.server_id == "=x\\""');
    expect(expression(10)).toBe('data.data == ff');
  });

  test('octets of a row, the first and last one whole', () => {
    expect(formatBytes(octetsOf(model.view, 6), 'hex')).toBe('1d');
    expect(formatBytes(octetsOf(model.view, 11), 'hex')).toBe('aa');
  });
});
