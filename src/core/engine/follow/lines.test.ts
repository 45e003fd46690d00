import { describe, expect, test } from 'vitest';
import { fromBase64, joinBytes, toUtf8 } from '../../base/bytes.ts';
import type { FollowForm, FollowLine, FollowSide } from '../follow-views.ts';
import type { About } from './block-forms.ts';
import { linesOf } from './lines.ts';
import { Said } from './said.ts';

const ABOUT: About = { ends: ['10.0.0.1:5', '[fd00::1]:80'], time: (packet) => `${packet}.5` };

function said(): Said {
  const out = new Said();
  out.add(0, 0, toUtf8('GET /a\r\nHo'));
  out.add(0, 2, toUtf8('st: x\r\n'));
  out.add(1, 3, toUtf8('OK\u0001\n\nend'));
  out.addMissing(1, 5, 7);
  out.add(1, 5, toUtf8('tail'));
  out.addOpening(0, 6);
  out.add(0, 7, Uint8Array.of(0xc3, 0xa4, 0xff, 0x09));
  return out;
}

const textOf = ({ label, spans }: FollowLine) =>
  `${label}${spans.map(({ packet, text }) => `${packet}<${text}>`).join('')}`;

function all(form: FollowForm, side: FollowSide = 'both', from = said()): readonly string[] {
  const lines = linesOf(from, form, side, ABOUT);
  lines.extend();
  return Array.from({ length: lines.count }, (_, index) => {
    const line = lines.line(index);
    return `${line.side ?? '-'} ${textOf(line)}`;
  });
}

describe('text', () => {
  test('has the lines of what was said, each stretch with the packet that brought it', () => {
    expect(all('ascii')).toEqual([
      '0 0<GET /a>',
      '0 0<Ho>2<st: x>',
      '1 3<OK.>',
      '1 3<>',
      '1 3<end>',
      '- 5<7 octets are missing in the capture>',
      '1 5<tail>',
      '- 6<Another connection between the same ends>',
      '0 7<...\t>',
    ]);
    expect(all('utf8').at(-1)).toBe('0 7<\u00e4\ufffd\t>');
    // A terminal would obey them.
    const from = new Said();
    from.add(0, 0, toUtf8('a\u001b[2J\u0085\r\u20ac'));
    expect(all('utf8', 'both', from)).toEqual(['0 0<a.[2J..\u20ac>']);
  });

  test('of one end has all of it, and what the capture lacks of it', () => {
    expect(all('ascii', 0)).toEqual([
      '0 0<GET /a>',
      '0 0<Ho>2<st: x>',
      '- 6<Another connection between the same ends>',
      '0 7<...\t>',
    ]);
  });

  test('grows to the same lines as all at once, wherever it is cut', () => {
    const words = 'ab\r\n\n\u00e4\u20ac x\n'.repeat(120);
    const octets = toUtf8(`${words}${'\u20ac'.repeat(700)}${'\u0080'.repeat(10)}`);
    for (const form of ['ascii', 'utf8'] as const) {
      const whole = new Said();
      whole.add(0, 0, octets);
      for (const size of [1, 2, 3, 7, 511, 512, 513]) {
        const grown = new Said();
        const lines = linesOf(grown, form, 'both', ABOUT);
        for (let at = 0; at < octets.length; at += size) {
          grown.add(0, 0, octets.subarray(at, at + size));
          lines.extend();
        }
        const merged = Array.from({ length: lines.count }, (_, index) =>
          lines
            .line(index)
            .spans.map(({ text }) => text)
            .join(''),
        );
        const expected = all(form, 'both', whole).map((line) => /^0 0<(.*)>$/s.exec(line)?.[1] ?? '');
        expect(merged, `${form} ${size}`).toEqual(expected);
      }
    }
  });

  test('breaks lines that have no end, characters whole', () => {
    const from = new Said();
    from.add(0, 0, toUtf8('\u20ac'.repeat(1000)));
    const lines = all('utf8', 'both', from);
    expect(lines.length).toBe(6);
    expect(lines.join('')).not.toContain('\ufffd');
    const following = new Said();
    following.add(0, 0, new Uint8Array(10_000).fill(0x80));
    expect(all('utf8', 'both', following).length).toBe(Math.ceil(10_000 / 515));
  });
});

test('a dump counts the octets of each end, missing ones among them', () => {
  expect(all('dump', 1)).toEqual([
    '1 000000003<4f 4b 01 0a 0a 65 6e 64                           OK...end>',
    '- 5<7 octets are missing in the capture>',
    '1 0000000f5<74 61 69 6c                                       tail>',
    '- 6<Another connection between the same ends>',
  ]);
});

test('digits stand packet by packet', () => {
  const from = new Said();
  from.add(0, 4, new Uint8Array(33).fill(0xab));
  expect(all('hex', 'both', from)).toEqual([`0 4<${'ab'.repeat(32)}>`, '0 4<ab>']);
});

test('arrays of C are numbered by end', () => {
  const lines = all('c');
  expect(lines.slice(0, 3)).toEqual([
    '0 0<const uint8_t end0_0[10] = { /* packet 1 */>',
    '0 0<  0x47, 0x45, 0x54, 0x20, 0x2f, 0x61, 0x0d, 0x0a, 0x48, 0x6f,>',
    '0 0<};>',
  ]);
  expect(lines).toContain('1 5<const uint8_t end1_1[4] = { /* packet 6 */>');
  expect(lines).toContain('- 5</* 7 octets are missing in the capture */>');
});

test('YAML holds all octets', () => {
  const from = new Said();
  const octets = new Uint8Array(200).map((_, i) => i);
  from.add(1, 8, octets);
  const lines = all('yaml', 'both', from).map((line) => /<(.*)>$/s.exec(line)?.[1]);
  expect(lines.slice(0, 9)).toEqual([
    'ends:',
    '  - "10.0.0.1:5"',
    '  - "[fd00::1]:80"',
    'packets:',
    '  - packet: 9',
    '    time: 8.5',
    '    end: 1',
    '    offset: 0',
    '    octets: !!binary |',
  ]);
  const parts = lines.slice(9).map((line) => fromBase64(line?.trim() ?? '!') ?? new Uint8Array(0));
  expect(joinBytes(parts)).toEqual(octets);
});

test('a line of each form leads to its packet and back', () => {
  for (const form of ['ascii', 'utf8', 'dump', 'hex', 'c', 'yaml'] as const) {
    const from = said();
    const lines = linesOf(from, form, 'both', ABOUT);
    lines.extend();
    for (let piece = 0; piece < from.length; piece++) {
      if (from.kind(piece) !== 'octets') continue;
      const { spans } = lines.line(lines.lineOf(piece));
      expect(
        spans.map(({ packet }) => packet),
        form,
      ).toContain(from.packet(piece));
    }
  }
});
