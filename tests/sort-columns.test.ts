import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { Cells } from '../src/core/engine/listing/cells.ts';
import { ListingService } from '../src/core/engine/listing/listing-service.ts';
import { compareNatural } from '../src/core/engine/listing/natural.ts';
import { parseEther, parseIpv4, parseIpv6 } from '../src/core/filter/addresses.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded, OTHERS } from './captures.ts';

/** The order of every column is that of a plain stable sort of what the rows show, both ways, in every capture. */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const PACKETS = 200;

const files = capturesIn(FIXTURES, OTHERS);

/** Fields of all kinds of values; some of them most packets do not have. */
const FIELDS = [
  'udp.length',
  'tcp.seq',
  'ip.id',
  'frame.protocols',
  'frame.time_delta',
  'eth.src',
  'ipv6.dst',
  'sip.Method',
  'dmnoti.ui_mode',
  'si.href',
  'wsp.TID',
  'http',
  'rule',
  'dns.qry.name',
];

type Value = number | string | bigint;

/** IPv4 and IPv6 by number, hardware addresses, names as people order them; nothing first. */
function compareAddresses(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => {
    const octets = parseIpv4(text) ?? parseIpv6(text) ?? parseEther(text);
    const kind = text === '' ? 0 : octets === undefined ? 4 : { 4: 1, 16: 2, 6: 3 }[octets.length]!;
    return { kind, hex: octets === undefined ? '' : Buffer.from(octets).toString('hex') };
  });
  if (x!.kind !== y!.kind) return x!.kind - y!.kind;
  if (x!.hex !== y!.hex) return x!.hex < y!.hex ? -1 : 1;
  return x!.kind === 4 ? compareNatural(a, b) : 0;
}

function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string') return typeof b === 'string' ? compareNatural(a, b) : 1;
  if (typeof b === 'string') return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

test('columns order packets as a plain stable sort of their rows does', async () => {
  const wrong: string[] = [];
  let moved = 0;
  for (const file of files) {
    const capture = await loaded(registry, file);
    if (capture.length > PACKETS * 20) continue;
    const { table } = capture;
    const tree = new Tree();
    const all = Array.from({ length: capture.length }, (_, i) => i);
    const bytes = await capture.bytes.fetch(capture.needed(all));
    const infos: string[] = [];
    const fields: (Value | undefined)[][] = FIELDS.map(() => []);
    const cells = FIELDS.map((name) => new Cells([name], catalogue));
    for (const index of all) {
      const { context } = capture.dissect(index, bytes, [], tree);
      infos.push(context.info.slice(0, 256));
      for (const [i, cell] of cells.entries()) {
        const value = cell.key(tree, context);
        fields[i]!.push(typeof value === 'string' ? value.slice(0, 256) : value);
      }
    }
    const { addresses } = capture.state;
    const values: Record<string, readonly (Value | undefined)[]> = {
      number: all,
      time: all.map((i) => BigInt(table.seconds.get(i)) * 1_000_000_000n + BigInt(table.nanos.get(i))),
      source: all.map((i) => addresses.text(table.source.get(i))),
      destination: all.map((i) => addresses.text(table.destination.get(i))),
      protocol: all.map((i) => registry.protocolByNumber(table.protocol.get(i))?.name ?? ''),
      length: all.map((i) => table.original.get(i)),
      info: infos.map((info) => (info === '' ? undefined : info)),
      ...Object.fromEntries(FIELDS.map((name, i) => [name, fields[i]!])),
    };
    const clock = { pause: () => Promise.resolve(), now: () => performance.now() };
    const service = new ListingService(
      { clock, secrets: () => [], version: () => 0, onStatus: () => undefined },
      registry,
    );
    service.open(capture, false);
    for (const filter of ['', 'frame.number % 3 != 1']) {
      await service.setFilter(filter);
      await service.idle();
      const listed = filter === '' ? all : all.filter((i) => (i + 1) % 3 !== 1);
      for (const [key, of] of Object.entries(values)) {
        const compare = key === 'source' || key === 'destination' ? compareAddresses : compareValues;
        // Over again in both directions: the order that is kept is turned over.
        for (const isDescending of [false, true, true, false]) {
          await service.sort(key, isDescending);
          const expected = listed.toSorted((a, b) => {
            const [x, y] = [of[a], of[b]];
            if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
            return (isDescending ? -1 : 1) * (compare as (x: Value, y: Value) => number)(x, y);
          });
          const shown = service.indexes(0, capture.length);
          if (shown.join() !== expected.join()) wrong.push(`${file} ${key} ${isDescending} ${filter}`);
          if (shown.some((index, place) => index !== listed[place])) moved++;
        }
      }
    }
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(moved).toBeGreaterThan(files.length);
}, 600_000);
