import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toBase64, toHex } from '../../base/bytes.ts';
import { type PasteResult, recognisePaste } from './recognise.ts';

const fixtures = new URL('../../../../tests/fixtures/paste/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, fixtures), 'utf8');

interface Truth {
  readonly udp_payload_hex: string;
  readonly ethernet_frame_hex: string;
  readonly kannel_log_hex: string;
}
const truth = JSON.parse(fixture('truth.json')) as Truth;

function best(text: string): PasteResult {
  const [first] = recognisePaste(text);
  if (first === undefined) throw new Error('nothing was recognised');
  return first;
}

const hexes = ({ packets }: PasteResult) => packets.map(({ bytes }) => toHex(bytes));
const ignored = (text: string) => best(text).ignored.map(({ start, end }) => text.slice(start, end));

describe('what tools wrote', () => {
  const cases: [string, string, string][] = [
    ['0x-commas.txt', 'list of 0x numbers', truth.udp_payload_hex],
    ['base64.txt', 'base64', truth.udp_payload_hex],
    ['hexdump-C.txt', 'hexdump -C', truth.udp_payload_hex],
    ['kannel-log.txt', 'Kannel log', truth.kannel_log_hex],
    ['od.txt', 'od', truth.udp_payload_hex],
    ['plain-wrapped.txt', 'hexadecimal digits', truth.udp_payload_hex],
    ['tcpdump-XX.txt', 'tcpdump -x', truth.ethernet_frame_hex],
    ['tshark-json.txt', 'tshark JSON', truth.ethernet_frame_hex],
    ['upper-spaced.txt', 'hexadecimal digits', truth.udp_payload_hex],
    ['xxd.txt', 'xxd', truth.udp_payload_hex],
  ];

  test.each(cases)('%s', (name, form, hex) => {
    const result = best(fixture(name));
    expect(result.form).toBe(form);
    expect(hexes(result)).toEqual([hex]);
    expect(result.warnings).toEqual([]);
    expect(result.confidence).toBeGreaterThan(0.7);
  });

  // A mail puts its marks before and its own words around them, and lines may end as in DOS.
  test.each(cases.filter(([name]) => !name.endsWith('json.txt')))('%s quoted in a mail', (name, form, hex) => {
    const quoted = fixture(name)
      .trimEnd()
      .split('\n')
      .map((line) => `> > ${line}`)
      .join('\r\n');
    const text = `Hello,\r\n\r\nhere it is:\r\n\r\n${quoted}\r\n\r\nRegards`;
    const result = best(text);
    expect([result.form, hexes(result)]).toEqual([form, [hex]]);
    expect(ignored(text).join(' ')).toMatch(/^Hello,\s+here it is:.*Regards$/s);
  });

  test('PDUs for a modem, one on each line', () => {
    const text = fixture('sms-submit-kannel-at.txt');
    const lines = text.trim().split('\n');
    const result = best(text);
    expect(result.form).toBe('SMS PDU');
    expect(hexes(result)).toEqual(lines.map((line) => line.toLowerCase()));
    expect(result.packets.every(({ layerHint }) => layerHint === 'sms-smsc')).toBe(true);
    expect(result.ignored).toEqual([]);
  });

  test('the frame of JSON says its link', () => {
    expect(best(fixture('tshark-json.txt')).packets[0]!.layerHint).toBe('ethernet');
  });
});

/** 117 octets of a frame as other tools would write them. */
const bytes = fromHex(truth.ethernet_frame_hex)!;

function rows(size: number): [number, Uint8Array][] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => [
    i * size,
    bytes.subarray(i * size, (i + 1) * size),
  ]);
}
const ascii = (row: Uint8Array) => Array.from(row, (o) => (o >= 32 && o < 127 ? String.fromCharCode(o) : '.')).join('');
const spaced = (row: Uint8Array) => toHex(row, ' ');
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const words = (row: Uint8Array) =>
  toHex(row)
    .replace(/(.{4})/g, '$1 ')
    .trim();
const little = (row: Uint8Array) =>
  Array.from({ length: Math.ceil(row.length / 2) }, (_, i) => hex((row[2 * i] ?? 0) | ((row[2 * i + 1] ?? 0) << 8), 4));
const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
const dump = (size: number, line: (offset: number, row: Uint8Array) => string) =>
  rows(size)
    .map(([offset, row]) => line(offset, row))
    .join('\n');
const signed = Array.from(bytes, (octet) => (octet > 127 ? octet - 256 : octet));

describe('forms', () => {
  test.each<[string, string, string]>([
    ['tshark -x', 'Wireshark hex dump', dump(16, (o, r) => `${hex(o, 4)}  ${spaced(r).padEnd(47)}   ${ascii(r)}`)],
    [
      'old tshark -x',
      'Wireshark hex dump',
      dump(
        16,
        (o, r) => `${hex(o, 4)}  ${spaced(r.subarray(0, 8))}  ${spaced(r.subarray(8)).padEnd(23)}   ${ascii(r)}`,
      ),
    ],
    ['text2pcap', 'od', dump(16, (o, r) => `${hex(o, 6)} ${spaced(r)}`)],
    ['text2pcap, other width', 'od', dump(24, (o, r) => `${hex(o, 6)} ${spaced(r)}`)],
    ['xxd -u', 'xxd', dump(16, (o, r) => `${hex(o, 8)}: ${words(r).toUpperCase().padEnd(39)}  ${ascii(r)}`)],
    ['xxd -c 10 -g 1', 'xxd', dump(10, (o, r) => `${hex(o, 8)}: ${spaced(r).padEnd(29)}  ${ascii(r)}`)],
    ['tcpdump -x', 'tcpdump -x', dump(16, (o, r) => `\t0x${hex(o, 4)}:  ${words(r)}`)],
    ['tcpdump -XX', 'tcpdump -x', dump(16, (o, r) => `\t0x${hex(o, 4)}:  ${words(r).padEnd(39)}  ${ascii(r)}`)],
    [
      'hexdump',
      'hexdump, little-endian words',
      `${dump(16, (o, r) => `${hex(o, 7)} ${little(r).join(' ')}`)}\n${hex(bytes.length, 7)}`,
    ],
    [
      'od -x',
      'od, little-endian words',
      `${dump(16, (o, r) => `${octal(o, 7)} ${little(r).join(' ')}`)}\n${octal(bytes.length, 7)}`,
    ],
    [
      'od',
      'od, octal words',
      `${dump(
        16,
        (o, r) =>
          `${octal(o, 7)} ${little(r)
            .map((w) => octal(Number.parseInt(w, 16), 6))
            .join(' ')}`,
      )}\n${octal(bytes.length, 7)}`,
    ],
    [
      'od -b',
      'od, octal',
      `${dump(16, (o, r) => `${octal(o, 7)} ${Array.from(r, (v) => octal(v, 3)).join(' ')}`)}\n${octal(bytes.length, 7)}`,
    ],
    ['od -t x1', 'od', `${dump(16, (o, r) => `${octal(o, 7)} ${spaced(r)}`)}\n${octal(bytes.length, 7)}`],
    [
      'od -A d -t x1',
      'od',
      `${dump(16, (o, r) => `${String(o).padStart(7, '0')} ${spaced(r)}`)}\n${String(bytes.length).padStart(7, '0')}`,
    ],
    ['one line', 'hexadecimal digits', toHex(bytes)],
    ['upper case', 'hexadecimal digits', toHex(bytes).toUpperCase()],
    ['wrapped at an odd width', 'hexadecimal digits', toHex(bytes).replace(/(.{75})/g, '$1\n')],
    ['colons', 'hexadecimal digits', toHex(bytes, ':')],
    ['dashes', 'hexadecimal digits', toHex(bytes, '-')],
    ['commas', 'hexadecimal digits', toHex(bytes, ',')],
    ['words of 16 bits', 'hexadecimal digits', words(bytes)],
    ['words of 32 bits', 'hexadecimal digits', toHex(bytes).replace(/(.{8})/g, '$1 ')],
    ['a label before', 'hexadecimal digits', `payload = ${toHex(bytes)}`],
    ['a small number in a list', 'list of 0x numbers', Array.from(bytes, (o) => `0x${o.toString(16)}`).join(' ')],
    ['base64 in one line', 'base64', toBase64(bytes)],
    ['base64 of URLs', 'base64', toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')],
    ['base64 in quotes', 'base64', `"${toBase64(bytes)}",`],
    ['PEM', 'base64', `-----BEGIN PUSH-----\n${toBase64(bytes).replace(/(.{64})/g, '$1\n')}\n-----END PUSH-----`],
    [
      'C',
      'C array',
      `static const unsigned char pkt1[117] = {\n${dump(8, (_, r) => `${Array.from(r, (o) => `0x${hex(o, 2)}, `).join('')}/* ${ascii(r).replaceAll('*/', '')} */`)}\n};`,
    ],
    [
      'xxd -i',
      'C array',
      `unsigned char a_bin[] = {\n${dump(12, (_, r) => ` ${Array.from(r, (o) => ` 0x${hex(o, 2)}`).join(',')}`).replaceAll('\n', ',\n')}\n};`,
    ],
    ['braces', 'array of numbers', `{${Array.from(bytes).join(', ')}}`],
    ['JSON', 'array of numbers', `[${Array.from(bytes).join(',')}]`],
    ['Java', 'Java or Kotlin byte array', `byte[] push = new byte[] {${signed.join(', ')}};`],
    [
      'Java with casts',
      'Java or Kotlin byte array',
      `byte[] push = {${Array.from(bytes, (o) => `(byte) 0x${hex(o, 2)}`).join(', ')}};`,
    ],
    ['Kotlin', 'Java or Kotlin byte array', `val push = byteArrayOf(${signed.join(', ')})`],
    [
      'characters and binary',
      'C array',
      `char x[] = {${Array.from(bytes, (o) => (o > 64 && o < 91 ? `'${String.fromCharCode(o)}'` : `0b${o.toString(2)}`)).join(', ')}}; // end`,
    ],
    [
      'Wireshark escaped',
      'string with escapes',
      `"${Array.from(bytes, (o) => `\\x${hex(o, 2)}`)
        .join('')
        .replace(/(.{64})/g, '$1" \\\n"')}"`,
    ],
    [
      'Python',
      'string with escapes',
      `b'${Array.from(bytes, (o) => (o >= 48 && o < 58 ? String.fromCharCode(o) : `\\x${hex(o, 2)}`)).join('')}'`,
    ],
    ['escapes alone', 'string with escapes', Array.from(bytes, (o) => `\\x${hex(o, 2)}`).join('')],
    [
      'JSON of tshark -T jsonraw',
      'tshark JSON',
      `[{"_source":{"layers":{"frame_raw":["${toHex(bytes)}",0,117,0,1]}}}]`,
    ],
    [
      'JSON of tshark -T ek',
      'tshark JSON',
      `{"index":{}}\n{"layers":{"frame_raw":"${toHex(bytes)}","frame":{"frame_frame_protocols":"eth:ip"}}}`,
    ],
  ])('%s', (_, form, text) => {
    const result = best(text);
    expect([result.form, ...hexes(result)]).toEqual([form, toHex(bytes)]);
    expect(result.warnings).toEqual([]);
  });

  test('repeated lines stand for their octets', () => {
    const text =
      '00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n*\n00000040  01 02                                             |..|\n00000042\n';
    expect(hexes(best(text))).toEqual([`${'00'.repeat(64)}0102`]);
    expect(ignored(text)).toEqual([]);
    const atEnd = '00000000  01 02 03 04 05 06 07 08  09 0a 0b 0c 0d 0e 0f 10  |................|\n*\n00000024\n';
    expect(hexes(best(atEnd))).toEqual([`${'0102030405060708090a0b0c0d0e0f10'.repeat(2)}01020304`]);
  });

  test('a text column that looks like digits stays text', () => {
    expect(hexes(best('0000  64 65 61 64 62 65 65 66  deadbeef'))).toEqual(['6465616462656566']);
    expect(hexes(best('0000: 6162 6364  abcd\n0004: 6566  ef'))).toEqual(['616263646566']);
    expect(hexes(best('0000  61 62 20 63 64 20 65 66  ab cd ef'))).toEqual(['6162206364206566']);
  });

  test('offsets that begin again begin packets', () => {
    const text = `Frame (3 bytes):\n0000  01 02 03  ...\n\nNo. 2\n0000  04 05 06 07   ....\n0004  08\n0000  09`;
    expect(hexes(best(text))).toEqual(['010203', '0405060708', '09']);
    expect(ignored(text)).toEqual(['No. 2']);
  });

  test('what tshark put together is no packet', () => {
    const text =
      'Frame (4 bytes):\n0000  01 02 03 04   ....\nReassembled IPv4 (6 bytes):\n0000  05 06 07 08 09 0a   ......\n';
    const result = best(text);
    expect(hexes(result)).toEqual(['01020304']);
    expect(result.warnings).toEqual(['left out, because it is made from packets: Reassembled IPv4 (6 bytes)']);
    expect(ignored(text)).toEqual([]);
  });

  test('missing lines, another begin and too many octets are told', () => {
    const gap = best('0000  01 02 03 04\n0004  05 06 07 08\n0010  11 12 13 14\n');
    expect(hexes(gap)).toEqual([`0102030405060708${'00'.repeat(8)}11121314`]);
    expect(gap.warnings).toEqual(['octets 8 to 15 of packet 1 are not in the text: shown as zeros']);
    const late = best('0010  01 02 03 04\n0014  05 06\n');
    expect(hexes(late)).toEqual(['010203040506']);
    expect(late.warnings).toEqual(['packet 1 begins at offset 0010, not at 0']);
    const far = best('00000000: 01 02\n00000002: 03 04\nff000000: 05 06\n');
    expect(hexes(far)).toEqual(['01020304', '0506']);
  });
});

describe('digits', () => {
  test('an odd one at the end is kept and told', () => {
    for (const text of ['0102030', '01 02 03 0', '0000  01 02 03 0', '00000000: 0102 030']) {
      const result = best(text);
      expect(hexes(result)).toEqual(['01020300']);
      expect(result.warnings).toEqual(["there is a single digit '0' at the end: taken as the octet 00"]);
    }
    expect(hexes(best('0x1, 0x2, 0xab'))).toEqual(['0102ab']);
    expect(hexes(best('1 2 3 a'))).toEqual(['0102030a']);
  });

  test('paragraphs are packets; lines can be', () => {
    expect(hexes(best('01020304\n05060708\n\n090a0b0c'))).toEqual(['0102030405060708', '090a0b0c']);
    const text = '0102030405\n060708\n090a0b0c0d';
    expect(hexes(best(text))).toEqual(['0102030405', '060708', '090a0b0c0d']);
    expect(recognisePaste(text).map(({ form }) => form)).toEqual([
      'hexadecimal digits, a packet on each line',
      'hexadecimal digits',
      'base64',
    ]);
  });

  test('within text', () => {
    const text = 'The push 01 06 03 c4 af 87 came at 12:30, then <0106 03c4 af88>; facade, decade: no digits.';
    expect(hexes(best(text))).toEqual(['010603c4af87', '010603c4af88']);
    expect(ignored(text)).toEqual(['The push', 'came at 12:30, then <', 'facade, decade: no digits.']);
  });

  test('no octets, no reading', () => {
    for (const text of [
      '',
      '  \n\n',
      'Hello world',
      'nothing to see, move on!',
      '-----BEGIN X-----\n-----END X-----',
      '{}',
      'f(1)',
      '"\\xzz"',
    ]) {
      expect(recognisePaste(text)).toEqual([]);
    }
  });
});

describe('arrays and strings', () => {
  test('several of them', () => {
    expect(hexes(best('a = {1, 2};\nb = {3, 4};'))).toEqual(['0102', '0304']);
    expect(hexes(best('x("\\x01\\x02", "\\x03")'))).toEqual(['0102', '03']);
    expect(hexes(best("s = b'\\x01a' + b'\\x02'"))).toEqual(['016102']);
    expect(hexes(best('\\x01\\x02 and \\x03\\x4'))).toEqual(['0102', '0304']);
  });

  test('escapes of every kind', () => {
    expect(hexes(best('"\\x01\\n\\r\\t\\a\\b\\f\\v\\e\\\\\\"\\\'\\0\\377\\12ü\\q"'))).toEqual([
      '010a0d09070 80c0b1b5c222700ff0ac3bc71'.replace(' ', ''),
    ]);
    expect(hexes(best('"no" "\\x01" "open \\x02'))).toEqual(['01', '02']);
  });

  test.each(['{1, 2, 300}', '{1, -129}', '{1, two}', '{1, 2', '{1, /* 2}', '{1 / 2}', '[5]'])(
    '%s is no array',
    (text) => {
      expect(recognisePaste(text).filter(({ form }) => form.includes('array'))).toEqual([]);
    },
  );

  test('comments within', () => {
    expect(hexes(best('{ 1, // one\n 2, /* two */ 3 }'))).toEqual(['010203']);
  });
});

describe('short messages', () => {
  const tpdu = '0408914477581000f53211412231000006010603c4af87';
  const withCentre = `0791447758100650${tpdu}`;

  test('in a transcript of a modem', () => {
    const length = tpdu.length / 2;
    const text = [
      'AT+CMGF=0',
      'OK',
      `+CMT: ,${length}`,
      withCentre,
      '',
      `+CMGL: 1,1,,${length}`,
      withCentre,
      `+CMT: "",${length}`,
      tpdu,
      `AT+CMGS=${length}`,
      `> 00${tpdu}\u001a`,
      '+CMGS: 5',
      'OK',
      '+CBM: 88',
      '00'.repeat(88),
      `+CDS: ${length + 3}`,
      withCentre,
      '+CMT: ,5',
      '',
      'OK',
    ].join('\r\n');
    const result = best(text);
    expect(result.form).toBe('AT commands');
    expect(result.packets.map(({ bytes: pdu, layerHint }) => [toHex(pdu), layerHint])).toEqual([
      [withCentre.toLowerCase(), 'sms-smsc'],
      [withCentre.toLowerCase(), 'sms-smsc'],
      [tpdu, 'sms'],
      [`00${tpdu}`, 'sms-smsc'],
      ['00'.repeat(88), 'cbs'],
      [withCentre.toLowerCase(), 'sms-smsc'],
    ]);
    expect(result.warnings).toEqual([
      `PDU 6 has ${length} octets behind its service centre; the command says ${length + 3}`,
    ]);
    expect(ignored(text).join(' ')).toContain('AT+CMGF=0');
  });

  test('in a log that shows line breaks', () => {
    const text = `2026 [7] AT2[x]: <-- +CMT: ,${tpdu.length / 2}\\r\\n${withCentre}\\r\\n`;
    expect(hexes(best(text))).toEqual([withCentre.toLowerCase()]);
    const odd = best(`+CMGR: 0,,\r\n${withCentre}1`);
    expect(odd.warnings).toEqual(['PDU 1 ends with a single digit']);
  });

  test('alone, with and without service centre', () => {
    expect(best(withCentre)).toMatchObject({ form: 'SMS PDU', packets: [{ layerHint: 'sms-smsc' }] });
    expect(best(tpdu)).toMatchObject({ form: 'SMS PDU', packets: [{ layerHint: 'sms' }] });
    expect(best(`${withCentre}\n0102030405`).form).not.toBe('SMS PDU');
    for (let cut = 2; cut < withCentre.length; cut += 2) {
      expect(best(withCentre.slice(0, cut)).packets[0]!.layerHint).toBeUndefined();
    }
  });
});

describe('Kannel logs', () => {
  test('several strings, and one that is cut', () => {
    const text =
      'x DEBUG: Octet string at 0x1a:\nx   len:  2\nx   data: 01 02   ..\nx Octet string at 0x1b:\nx   len:  9\nx   data: 03 04   ..\n';
    const result = best(text);
    expect(hexes(result)).toEqual(['0102', '0304']);
    expect(result.warnings).toEqual(['packet 2 has 2 octets in the text; the log says 9']);
  });

  test('text that looks like octets is not taken', () => {
    expect(hexes(best('len:  2\ndata: 61 62 ab cd\n'))).toEqual(['6162']);
  });
});

describe('any text', () => {
  const snippets = fc.constantFrom(
    '0000  01 02 03',
    '00000010: ',
    '*',
    '\n',
    ' ',
    '> ',
    '0x',
    '\\x',
    '"',
    '{',
    '}',
    '01',
    'f',
    ', ',
    '+CMT: ,5',
    'data: ',
    '|..|',
    'Zm9v',
    '=',
    '-----BEGIN A-----',
    '"frame_raw": ["',
    '/*',
    'ü',
    '\u0000',
    '0011000b',
    '-1',
  );

  test('never throws, and accounts for every character', () => {
    let some = 0;
    fc.assert(
      fc.property(fc.array(fc.oneof(snippets, fc.string({ maxLength: 4 })), { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        for (const { ignored: ranges, packets, confidence } of recognisePaste(text)) {
          some++;
          let at = 0;
          for (const { start, end } of ranges) {
            expect(start >= at && end > start && end <= text.length).toBe(true);
            at = end;
          }
          expect(packets.length).toBeGreaterThan(0);
          expect(packets.every(({ bytes: octets }) => octets.length > 0)).toBe(true);
          expect(confidence > 0 && confidence <= 1).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
    expect(some).toBeGreaterThan(300);
  });

  test.each([
    ['digits', '0123456789abcdef'.repeat(200_000)],
    ['spaced', '01 02 03 04 '.repeat(250_000)],
    ['lines', '0102030405060708\n'.repeat(180_000)],
    [
      'dump',
      Array.from({ length: 40_000 }, (_, i) => `${hex(16 * i, 8)}  ${'0a '.repeat(16)}  |${'.'.repeat(16)}|`).join(
        '\n',
      ),
    ],
    ['words', 'lorem ipsum dolor sit amet '.repeat(120_000)],
    ['one word', 'a'.repeat(3_000_000)],
    ['open brackets', '{1,'.repeat(1_000_000)],
    ['open quotes', '"\\x1'.repeat(700_000)],
    ['commands', '+CMT: ,5\n'.repeat(300_000)],
    ['json', '"frame_raw": ['.repeat(200_000)],
    ['blanks', ' '.repeat(3_000_000)],
    ['blank lines', '0000\n\n'.repeat(500_000)],
    ['base64', 'QUJDREVGR0hJSktM'.repeat(200_000)],
    ['comments', '{/*'.repeat(1_000_000)],
    ['numbers', '{'.repeat(1000) + '1,'.repeat(1_000_000)],
  ])('megabytes of %s take linear time', { timeout: 60_000 }, (_, text) => {
    const start = performance.now();
    recognisePaste(text);
    expect(performance.now() - start).toBeLessThan(8000);
  });
});

test('six million digits on one line are read, not refused', () => {
  const [best] = recognisePaste('0a'.repeat(3_000_000));
  expect([best?.packets.length, best?.packets[0]?.bytes.length]).toEqual([1, 3_000_000]);
});
