import { expect, test } from 'vitest';
import type { Catalogue, FieldView } from '../../worker/api.ts';
import { packetView } from '../testing/packet-view.ts';
import { type ConversationLine, lineAt, linkedAs, type RelatedRows, relatedNow, relatedPackets } from './related.ts';

const field = (label: string, leadsTo?: NonNullable<FieldView['leadsTo']>): FieldView => ({
  filter: label.toLowerCase().replaceAll(' ', '_'),
  label,
  type: 'frame',
  spec: undefined,
  doc: undefined,
  generated: true,
  ...(leadsTo === undefined ? {} : { leadsTo }),
});
const REQUEST = 0;
const SESSION = 1;
const SEGMENT = 2;
const NUMBER = 3;
const fields: readonly FieldView[] = [
  field('Request in', 'request'),
  field('Session in'),
  field('TCP segment', 'part'),
  { ...field('Port'), type: 'uint' },
];
const catalogue: Catalogue = { fields, names: [], rules: [], layers: [], protocols: [] };

/** The tree of packet 12 (for people) with rows of these fields and texts. */
const viewOf = (...rows: readonly (readonly [field: number, text: string])[]) => ({
  ...packetView(
    11,
    rows.map(([number], row) => [number, 0, 0, row + 1, 0]),
  ),
  texts: rows.map(([, text]) => text),
});

test('rows of the tree that lead to other packets are told with what these are', () => {
  const view = viewOf([REQUEST, '9'], [SESSION, '3'], [SEGMENT, '10, octets 1 to 20'], [NUMBER, '2948']);
  expect([...relatedPackets(view, catalogue)]).toEqual([
    [8, { kind: 'request', words: 'Request of packet 12' }],
    [2, { kind: 'other', words: 'Linked from packet 12: Session in' }],
    [9, { kind: 'part', words: 'Part of the message in packet 12' }],
  ]);
});

test('a packet that is several things has one sign and all words; none leads to itself', () => {
  const view = viewOf([SEGMENT, '9'], [SEGMENT, '12'], [SESSION, '9'], [REQUEST, '9'], [SEGMENT, '9']);
  expect([...relatedPackets(view, catalogue)]).toEqual([
    [
      8,
      {
        kind: 'request',
        words: 'Part of the message in packet 12, Linked from packet 12: Session in, Request of packet 12',
      },
    ],
  ]);
});

test('what is no number of a packet leads nowhere', () => {
  const view = viewOf([REQUEST, ''], [REQUEST, '0'], [REQUEST, 'none']);
  expect(relatedPackets(view, catalogue).size).toBe(0);
});

test('the request is that of the shown packet, once its tree is there', () => {
  const view = viewOf([SESSION, '3'], [SEGMENT, '9'], [REQUEST, '9']);
  expect(linkedAs({ packet: 11, view, catalogue }, 'request')).toBe(8);
  expect(linkedAs({ packet: 11, view, catalogue }, 'response')).toBeUndefined();
  expect(linkedAs({ packet: 10, view, catalogue }, 'request')).toBeUndefined();
  expect(linkedAs({ packet: 11, view: undefined, catalogue }, 'request')).toBeUndefined();
});

const rows: RelatedRows = {
  packet: 11,
  packets: new Map([[8, { kind: 'request', words: 'Request of packet 12' }]]),
  conversation: {
    version: 1,
    revision: 4,
    from: 2,
    first: 3,
    last: 7,
    members: Uint8Array.from([0, 1, 0, 1, 1, 1, 0]),
  },
  revision: 4,
  epoch: 1,
  from: 2,
  to: 9,
};

test('the line goes from the first to the last packet of the conversation', () => {
  const lines = (of: RelatedRows, indexes: readonly number[]): (ConversationLine | undefined)[] =>
    indexes.map((index, at) => lineAt(of, at + 1, index));
  expect(lines(rows, [1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([
    undefined,
    undefined,
    'first',
    'between',
    'inside',
    'inside',
    'last',
    undefined,
    undefined,
  ]);
  // Of a filtered list, in which the first packet is not: the line comes from above.
  expect(lines(rows, [0, 2, 5, 6, 7])).toEqual([undefined, undefined, 'inside', 'between', 'last']);
});

test('a packet alone in its conversation has no line', () => {
  const { conversation } = rows;
  const alone = { ...rows, conversation: conversation && { ...conversation, first: 5, last: 5 } };
  expect([4, 5, 6].map((index) => lineAt(alone, index, index))).toEqual([undefined, undefined, undefined]);
});

test('links of another packet go at once, lines when rows may stand elsewhere', () => {
  expect(relatedNow({ related: rows, packet: 11, revision: 4 })).toBe(rows);
  const other = relatedNow({ related: rows, packet: 5, revision: 4 });
  expect([other?.packets.size, other?.conversation]).toEqual([0, rows.conversation]);
  const moved = relatedNow({ related: rows, packet: 11, revision: 5 });
  expect([moved?.packets.size, moved?.conversation]).toEqual([1, undefined]);
});
