import { readFileSync } from 'node:fs';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { md5 } from '@noble/hashes/legacy.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toBase64, toHex, toUtf8 } from '../../base/bytes.ts';
import type { Tree } from '../../codec/tree.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { loadCapture } from '../../engine/load-capture.ts';
import { MemorySource } from '../../files/byte-source.ts';
import { MemorySpill } from '../../files/spill.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissectAll, findingTexts, summarize, values, violations } from '../../testing/packets.ts';
import { register as dmNotification } from '../dm-notification/dm-notification.ts';
import { register } from './alc.ts';
import { readFdt } from './fdt.ts';
import { payloadIdOctets, symbolCount, symbolPlace } from './fec.ts';
import { likelyFlute } from './lct.ts';

const registry = internetRegistry();
register(registry);
dmNotification(registry);

const N13 = fromHex(
  '15500000003c12346b011740100e636f6d2e6578616d706c652e646d300101cf7759723d8eb726c135f14b58762f977315cb502d8ff8c6d5ff13d279562a5e',
)!;
const TYPE = 'application/vnd.syncml.dm.notification';

function be(value: number, octets: number): Uint8Array {
  return octets === 0 ? new Uint8Array(0) : fromHex(value.toString(16).padStart(octets * 2, '0'))!;
}

interface Draft {
  readonly object: number;
  readonly fdt?: number;
  readonly fti?: readonly [length: number, symbol: number, block: number];
  readonly coding?: number;
  readonly block?: number;
  readonly symbol?: number;
  readonly payload: Uint8Array;
}

/** A packet of session 7 with 32-bit session and object. */
function packet({ object, fdt, fti, coding, block = 0, symbol = 0, payload }: Draft): Uint8Array {
  const extensions = concatBytes(
    fdt === undefined ? be(0, 0) : concatBytes(be(192, 1), be(0x100000 + fdt, 3)),
    coding === undefined ? be(0, 0) : be(193 * 2 ** 24 + coding * 2 ** 16, 4),
    fti === undefined ? be(0, 0) : concatBytes(be(0x4004, 2), be(fti[0], 6), be(0, 2), be(fti[1], 2), be(fti[2], 4)),
  );
  const head = concatBytes(be(0x10a0, 2), be(4 + extensions.length / 4, 1), be(0, 5), be(7, 4), be(object, 4));
  return concatBytes(head, extensions, be(block, 2), be(symbol, 2), payload);
}

const EXPIRES = 1_700_000_000 + 2_208_988_800 + 60;

function table(files: string, expires: number | string = EXPIRES): Uint8Array {
  const oti = 'FEC-OTI-Maximum-Source-Block-Length="2" FEC-OTI-Encoding-Symbol-Length="16"';
  return toUtf8(`<?xml version="1.0"?>\n<FDT-Instance Expires="${expires}" ${oti}>${files}</FDT-Instance>`);
}

function fdtPacket(octets: Uint8Array, coding?: number): Uint8Array {
  const more = coding === undefined ? {} : { coding };
  return packet({ object: 0, fdt: 1, fti: [octets.length, 1400, 64], payload: octets, ...more });
}

function file(octets: Uint8Array, more = '', object = 1): string {
  return `<File TOI="${object}" Content-Location="a&amp;b" Content-Type="${TYPE}" Transfer-Length="${octets.length}"${more}/>`;
}

/** Packets of an object in symbols of 16 octets and blocks of at most two. */
function filePackets(octets: Uint8Array, object = 1): Uint8Array[] {
  const said = { transferLength: octets.length, symbolLength: 16, blockLength: 2 };
  const out: Uint8Array[] = [];
  for (let block = 0; symbolPlace(said, block, 0) !== undefined; block++) {
    for (let symbol = 0; symbol < 2; symbol++) {
      const place = symbolPlace(said, block, symbol);
      if (place === undefined) break;
      out.push(packet({ object, block, symbol, payload: octets.subarray(place * 16, place * 16 + 16) }));
    }
  }
  return out;
}

function trees(packets: readonly (Uint8Array | string)[]): Tree[] {
  return dissectAll(registry, 'alc', packets).map(({ tree }) => {
    checkTiling(tree);
    return tree;
  });
}

const one = (bytes: Uint8Array | string) => trees([bytes])[0]!;

describe('header', () => {
  test('sizes, flags and extensions', () => {
    const tree = one(fdtPacket(table(''), 0));
    expect(values(tree, 'rmt-lct.version')).toEqual([1]);
    expect(values(tree, 'rmt-lct.fsize.cci')).toEqual([4]);
    expect(values(tree, 'rmt-lct.fsize.tsi')).toEqual([4]);
    expect(values(tree, 'rmt-lct.fsize.toi')).toEqual([4]);
    expect(values(tree, 'rmt-lct.hlen')).toEqual([40]);
    expect(values(tree, 'rmt-lct.tsi')).toEqual([7]);
    expect(values(tree, 'rmt-lct.hec.type')).toEqual([192, 193, 64]);
    expect(values(tree, 'rmt-lct.fdt_instance_id')).toEqual([1]);
    expect(values(tree, 'rmt-lct.cenc')).toEqual([0]);
    expect(values(tree, 'rmt-fec.fti.encoding_symbol_length')).toEqual([1400]);
    expect(findingTexts(tree)).toEqual([]);
  });

  test('half words, wide objects, times and extensions of other kinds', () => {
    const half = one(`10 b0 05 00 00000000 000000000007 000000000009 00000000 0102`.replaceAll(' ', ''));
    expect(values(half, 'rmt-lct.tsi')).toEqual([7]);
    expect(values(half, 'rmt-lct.toi')).toEqual([9]);
    const wide = one(`10e00700 00000000 00000007 000000000000000000000001 00000000 00000000 01`.replaceAll(' ', ''));
    expect(values(wide, 'rmt-lct.toi')).toEqual(['1']);
    const times = one(`10ac0600 00000000 00000007 00000001 00000005 00000006 00000000 01`.replaceAll(' ', ''));
    expect(values(times, 'rmt-lct.sct')).toEqual([5]);
    expect(values(times, 'rmt-lct.ert')).toEqual([6]);
    const extended = one(
      `10a00b00 00000000 00000007 00000001 0205f000 00000001 00000002 00000003 00000004 80000001 00010000 00000000 01`.replaceAll(
        ' ',
        '',
      ),
    );
    expect(values(extended, 'rmt-lct.time.sct_high')).toEqual([1]);
    expect(values(extended, 'rmt-lct.time.slc')).toEqual([4]);
    expect(values(extended, 'rmt-lct.hec.type')).toEqual([2, 128, 0]);
    expect(values(extended, 'rmt-lct.hec.data')).toEqual(['000001', '0000']);
  });

  test('a packet that closes its session needs no object and no payload', () => {
    const tree = one('108203000000000000000007');
    expect(values(tree, 'rmt-lct.flags.close_session')).toEqual([1]);
    expect(violations(tree)).toEqual([]);
  });

  test('payload ids and transmission information of other schemes', () => {
    const scheme = (codepoint: string, id: string) => one(`10a004${codepoint}000000000000000700000001${id}01`);
    expect(values(scheme('80', '0000000100000002'), 'rmt-fec.esi')).toEqual([2]);
    expect(values(scheme('81', '0000000100040002'), 'rmt-fec.sbl')).toEqual([4]);
    expect(values(scheme('06', '01000002'), 'rmt-fec.sbn')).toEqual([1]);
    expect(values(scheme('05', '00000102'), 'rmt-fec.esi')).toEqual([2]);
    expect(values(scheme('03', '00100002'), 'rmt-fec.sbn')).toEqual([1]);
    expect([0, 1, 3, 5, 6, 128, 129].map(payloadIdOctets)).toEqual([4, 4, 4, 4, 4, 8, 8]);
    const small = one(
      `10a00881 00000000 00000007 00000001 4004 000000000040 0000 0010 0008 000a 0000000000040002 01`.replaceAll(
        ' ',
        '',
      ),
    );
    expect(values(small, 'rmt-fec.fti.max_number_encoding_symbols')).toEqual([10]);
    expect(values(small, 'rmt-fec.fti.max_source_block_length')).toEqual([8]);
    const raptor = one(
      `10a00801 00000000 00000007 00000001 4004 000000000040 0000 0010 0008 000a 00040002 01`.replaceAll(' ', ''),
    );
    expect(values(raptor, 'rmt-lct.hec.data')).toEqual(['0000000000400000001000' + '08000a']);
  });
});

describe('rules', () => {
  test.each([
    ['LCT-001', '20a004000000000000000007000000010000000001'],
    ['LCT-002', '10a003000000000000000007000000010000000001'],
    ['X-SHORT', '10a009000000000000000007000000010000000001'],
    ['LCT-003', '10a005000000000000000007000000014009000000000000'],
    ['LCT-003', '10a005000000000000000007000000010000000000000000'],
    ['LCT-004', '1080030000000000000000070000000001'],
    ['ALC-001', '10a00400000000000000000700000001000000'],
    ['FLUTE-001', toHex(packet({ object: 0, payload: N13 }))],
    ['FLUTE-001', toHex(packet({ object: 1, fdt: 1, payload: N13 }))],
    ['FLUTE-002', toHex(fdtPacket(table(''))).replace('c0100001', 'c0300001')],
    ['FLUTE-006', toHex(fdtPacket(toUtf8('<x/>')))],
    ['FLUTE-006', toHex(fdtPacket(table('', 'soon')))],
    ['FLUTE-006', toHex(fdtPacket(table('<File TOI="1"/>')))],
    ['FLUTE-006', toHex(fdtPacket(table('<File Content-Location="a"/>')))],
    ['FLUTE-006', toHex(fdtPacket(Uint8Array.of(0xff, 0xfe)))],
    ['FLUTE-007', toHex(fdtPacket(table('', 1)))],
    ['X-SHORT', '10a0'],
  ])('%s in %s', (rule, hex) => {
    expect(violations(one(hex))).toContain(rule);
  });

  test('what the table says of a file is held to the file', () => {
    const check = (more: string, octets = N13) => {
      const all = trees([fdtPacket(table(file(octets, more))), ...filePackets(octets)]);
      return violations(all.at(-1)!);
    };
    expect(check('')).toEqual([]);
    expect(check(' Content-Length="63"')).toEqual([]);
    expect(check(' Content-Length="64"')).toEqual(['FLUTE-005']);
    expect(check(` Content-MD5="${toBase64(md5(N13))}"`)).toEqual([]);
    expect(check(' Content-MD5="AAAA"')).toEqual(['FLUTE-005']);
    expect(check(' Content-Encoding="gzip"')).toContain('FLUTE-008');
  });

  test('objects that lack a table or symbols', () => {
    const [first] = filePackets(N13);
    const [, alone] = trees([fdtPacket(table(file(N13))), first!]);
    expect(findingTexts(alone!).join()).toContain('FLUTE-004 note');
    const described = packet({ object: 3, fti: [N13.length, 64, 1], payload: N13 });
    expect(findingTexts(one(described)).join()).toContain('FLUTE-003 note');
  });
});

describe('objects', () => {
  test('are put together from symbols in any order', () => {
    const [a, b, c, d] = filePackets(N13);
    const all = trees([fdtPacket(table(file(N13))), d!, b!, b!, a!, c!]);
    expect(values(all[1]!, 'alc.reassembled_in')).toEqual([6]);
    expect(values(all[5]!, 'alc.fragment')).toEqual([5, 3, 6, 2].sort());
    expect(values(all[5]!, 'alc.fragment.count')).toEqual([4]);
    expect(values(all[5]!, 'alc.reassembled.length')).toEqual([63]);
    expect(values(all[5]!, 'flute.content_location')).toEqual(['a&b']);
    expect(values(all[5]!, 'flute.content_type')).toEqual([TYPE]);
    expect(values(all[5]!, 'dmnoti.session_id')).toEqual([0x1234]);
  });

  test('are unpacked', () => {
    for (const [name, packed] of [
      ['gzip', gzipSync(N13)],
      ['zlib', deflateSync(N13)],
      ['deflate', deflateRawSync(N13)],
    ] as const) {
      const octets = new Uint8Array(packed);
      const all = trees([
        fdtPacket(table(file(octets, ` Content-Encoding="${name}" Content-Length="63"`))),
        ...filePackets(octets),
      ]);
      expect(values(all.at(-1)!, 'flute.content_encoding')).toEqual([name]);
      expect(values(all.at(-1)!, 'dmnoti.session_id')).toEqual([0x1234]);
      expect(violations(all.at(-1)!)).toEqual([]);
    }
  });

  test('a packed table counts', () => {
    for (const [coding, pack] of [
      [1, deflateSync],
      [2, deflateRawSync],
      [3, gzipSync],
    ] as const) {
      const packed = new Uint8Array(pack(table(file(N13))));
      const all = trees([fdtPacket(packed, coding), ...filePackets(N13)]);
      expect(violations(all[0]!)).toEqual([]);
      expect(values(all.at(-1)!, 'dmnoti.session_id')).toEqual([0x1234]);
    }
  });

  test('several symbols in one packet', () => {
    const said = table(file(N13)).slice();
    const all = trees([
      fdtPacket(said),
      packet({ object: 1, block: 0, symbol: 0, payload: N13.subarray(0, 32) }),
      packet({ object: 1, block: 1, symbol: 0, payload: N13.subarray(32) }),
    ]);
    expect(values(all[2]!, 'dmnoti.session_id')).toEqual([0x1234]);
    expect(values(all[2]!, 'alc.fragment')).toEqual([2, 3]);
  });

  test('blocks of two sizes (RFC 5052 9.1)', () => {
    const said = { transferLength: 100, symbolLength: 10, blockLength: 4 };
    const places: (number | undefined)[][] = [0, 1, 2, 3].map((block) =>
      [0, 1, 2, 3].map((symbol) => symbolPlace(said, block, symbol)),
    );
    expect(places).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, undefined],
      [7, 8, 9, undefined],
      [undefined, undefined, undefined, undefined],
    ]);
    expect(symbolCount({ ...said, symbolLength: 0 })).toBe(0);
    expect(symbolPlace({ ...said, blockLength: 0 }, 0, 0)).toBeUndefined();
  });
});

describe('tables', () => {
  test('attributes of files and of all of them', () => {
    const fdt = readFdt(
      toUtf8(`<fdt:FDT-Instance xmlns:fdt='x' Expires="5" Content-Type="text/plain" FEC-OTI-Encoding-Symbol-Length="4" FEC-OTI-Maximum-Source-Block-Length="9">
      <fdt:File TOI='2' Content-Location="x" Content-Length="12"></fdt:File><fdt:File TOI="3" Content-Location="y" Content-Encoding="gzip" Content-Length="12"/></fdt:FDT-Instance>`),
    )!;
    expect(fdt.expires).toBe(5);
    expect(fdt.files.map(({ object, type, transferLength }) => [object, type, transferLength])).toEqual([
      ['2', 'text/plain', 12],
      ['3', 'text/plain', -1],
    ]);
    expect(fdt.files.map(({ transmission }) => transmission?.blockLength)).toEqual([9, undefined]);
    expect(readFdt(toUtf8('<File TOI="1"/>'))).toBeUndefined();
  });

  test('huge and hostile tables take bounded time', () => {
    const start = performance.now();
    expect(readFdt(toUtf8(`<FDT-Instance>${'<File TOI="1"/>'.repeat(5000)}`))?.files.length).toBe(1000);
    readFdt(toUtf8(`<FDT-Instance ${'a="'.repeat(100_000)}`));
    readFdt(toUtf8('<File '.repeat(100_000)));
    readFdt(toUtf8(`<FDT-Instance ${' '.repeat(100_000)}a`));
    readFdt(toUtf8(`<FDT-Instance ${'a'.repeat(100_000)}>`));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('guess', () => {
  const guess = (bytes: Uint8Array) => likelyFlute(bytes, 0, bytes.length);
  test('tables and symbols of small sessions are taken, others are not', () => {
    expect(guess(fdtPacket(table('')))).toBe(0.9);
    expect(guess(packet({ object: 1, payload: N13 }))).toBe(0.6);
    expect(guess(packet({ object: 0, fdt: 1, payload: N13 }))).toBe(0.6);
    expect(guess(packet({ object: 1, payload: be(0, 0) }))).toBe(0);
    expect(guess(packet({ object: 70_000, payload: N13 }))).toBe(0);
    expect(guess(packet({ object: 1, block: 99, payload: N13 }))).toBe(0);
    expect(guess(fromHex('108003000000000000000007000000000102')!)).toBe(0);
    expect(guess(fromHex('10a0')!)).toBe(0);
  });
  test('random octets are none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => guess(bytes) === 0),
      { numRuns: 300 },
    );
  });
});

describe('properties', () => {
  const valid = [
    fdtPacket(table(file(N13))),
    ...filePackets(N13),
    fdtPacket(new Uint8Array(gzipSync(table(file(N13)))), 3),
  ];
  const mutated = fc
    .tuple(fc.nat(valid.length - 1), fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 3 }), fc.nat(400))
    .map(([pick, changes, cut]) => {
      const bytes = valid[pick]!.slice();
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes.subarray(0, Math.max(1, bytes.length - (cut < 40 ? cut : 0)));
    });

  test('leaves tile every packet of a broken session, and both passes agree', () => {
    let joined = 0;
    let broken = 0;
    fc.assert(
      fc.property(
        fc.array(fc.oneof(mutated, fc.uint8Array({ minLength: 1, maxLength: 60 })), { minLength: 1, maxLength: 8 }),
        (packets) => {
          const state = createCaptureState();
          const rows = packets.map((bytes, i) => summarize(registry, { table: 'layer', key: 'alc' }, bytes, i, state));
          dissectAll(registry, 'alc', packets).forEach(({ tree, context }, i) => {
            checkTiling(tree);
            if (tree.sources.length > 1) joined++;
            if (tree.findings.length > 0) broken++;
            expect(registry.protocolByNumber(rows[i]!.protocol)?.id).toBe(context.layers.at(-1)?.protocol);
          });
        },
      ),
      { numRuns: 150 },
    );
    expect(joined).toBeGreaterThan(0);
    expect(broken).toBeGreaterThan(0);
  });
});

describe('captured', () => {
  test('a session with a table and two files, found by its octets', async () => {
    const url = new URL('../../../../tests/fixtures/made/crafted-flute.pcap', import.meta.url);
    const source = new MemorySource('flute', new Uint8Array(readFileSync(url)));
    const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
    await loading.done;
    const capture = await loading.opened;
    const all = [...Array(capture.length).keys()];
    const bytes = await capture.bytes.fetch(capture.needed(all));
    const shown = all.map((index) => {
      const { tree, context } = capture.dissect(index, bytes, []);
      checkTiling(tree);
      return { tree, context };
    });
    const of = (filter: string) => shown.map(({ tree }) => values(tree, filter)[0]);
    // As another dissector reads them.
    expect(of('rmt-lct.tsi')).toEqual(Array(8).fill(7));
    expect(of('rmt-lct.toi')).toEqual([0, 0, 1, 2, 2, 2, 2, 2]);
    expect(of('rmt-lct.hlen')).toEqual([36, 36, 16, 16, 16, 16, 16, 16]);
    expect(of('rmt-fec.esi')).toEqual([0, 1, 0, 0, 1, 2, 3, 4]);
    expect(of('rmt-lct.fdt_instance_id').slice(0, 3)).toEqual([1, 1, undefined]);
    expect(of('dmnoti.session_id')).toEqual([
      undefined,
      undefined,
      0x1234,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(of('alc.reassembled_in')).toEqual([2, undefined, undefined, 8, 8, 8, 8, undefined]);
    expect(of('flute.content_location').slice(2, 4)).toEqual(['push:noti/1', 'push:dm/1']);
    const last = shown[7]!.tree;
    expect(last.sources.map(({ label, bytes: octets }) => [label, octets.length])[1]).toEqual(['Object 2', 298]);
    expect(shown.flatMap(({ tree }) => violations(tree))).toEqual(['FLUTE-007']);
    expect(shown[0]!.context.layers.at(-1)?.chosenBy).toBe('guess 0.90');
  });
});
