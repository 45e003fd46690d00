import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { Annotations } from '../src/core/engine/annotations.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { Session } from '../src/core/engine/session.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { turn } from '../src/core/files/event-loop.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { compileFilter } from '../src/core/filter/compile.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { differentCaptures, FIXTURES, octetsOf, SAMPLES } from './captures.ts';
import { randomFrom } from './changed-packets.ts';

/**
 * Filters over findings say what the trees of a capture say that was read with the same packets left out: while some are
 * ignored and others not any more, before all of them are judged, and after.
 */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const makeSpill = () => new MemorySpill();
/** Captures of more packets would take long. */
const MOST_PACKETS = 60;
const FILTERS = ['rule', '!rule', 'rule.severity == "error"', 'frame.number > 3 && rule.severity <= "warn"'];
/** Rules that a capture breaks, of which filters are asked. */
const RULES = 3;

function compiled(text: string) {
  const result = compileFilter(text, catalogue);
  if ('fault' in result) throw new Error(`${text}: ${result.fault.message}`);
  return result.filter;
}

/** What filters match by the whole trees of a capture that is read with some packets ignored; and the rules that are broken in it. */
async function readWith(file: Uint8Array, ignored: Iterable<number>) {
  const annotations = new Annotations();
  for (const index of ignored) annotations.ignored.set(index, true);
  const loading = loadCapture(registry, new MemorySource('', file), { makeSpill }, () => undefined, annotations);
  await loading.done;
  const capture = await loading.opened;
  const all = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(all));
  const packets = all.map((index) => capture.dissect(index, bytes, [], new Tree()));
  return {
    rules: [...new Set(packets.flatMap(({ tree }) => tree.findings.map(({ rule }) => rule.id)))],
    matching: (text: string): string => {
      const filter = compiled(text);
      return all.filter((index) => filter.test(packets[index]!.tree, packets[index]!.context)).join();
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

test('filters over findings follow packets that are ignored, and are not any more', async () => {
  const random = randomFrom(3);
  const wrong: string[] = [];
  const seen = { asked: 0, changed: 0, early: 0 };
  for (const path of differentCaptures(FIXTURES, SAMPLES)) {
    const file = octetsOf(path);
    const before = await readWith(file, []);
    const session = new Session({ now: () => performance.now(), pause: turn, makeSpill }, () => undefined);
    await session.open({ kind: 'source', source: new MemorySource('', file) });
    const { listing, marks } = session;
    await until(() => session.status()?.phase !== 'loading');
    const packets = session.status()?.packets ?? 0;
    const isJudged = (): boolean => session.status()?.judged === packets;
    if (packets === 0 || packets > MOST_PACKETS) continue;
    const rules = before.rules.toSorted(() => random() - 0.5).slice(0, RULES);
    const texts = [
      ...FILTERS,
      ...rules.flatMap((id) => [`rule == "${id}"`, `rule.${id}`, `!(rule == "${id}") && frame.len > 1`]),
    ];
    const ignored = new Set<number>();
    const compare = async (when: string): Promise<void> => {
      const expected = await readWith(file, ignored);
      for (const text of texts) {
        if (!isJudged()) seen.early++;
        expect(await listing.setFilter(text)).toBeUndefined();
        await listing.idle();
        const found = listing.indexes(0, packets).join();
        seen.asked++;
        if (expected.matching(text) !== before.matching(text)) seen.changed++;
        if (found !== expected.matching(text))
          wrong.push(`${path} ${when}: ${text}: ${found} instead of ${expected.matching(text)}`);
      }
    };
    await compare('as read');
    for (const share of [0.3, 0.6]) {
      // Some of them were ignored before, and are packets again.
      const indexes = Array.from({ length: packets }, (_, i) => i).filter(() => random() < share);
      const isOn = share < 0.5;
      for (const index of indexes) {
        if (isOn) ignored.add(index);
        else ignored.delete(index);
      }
      // Of some captures while they are being judged.
      if (random() < 0.5) await until(isJudged);
      const [text = 'rule'] = texts.slice(-1);
      await listing.setFilter(text);
      await marks.ignore({ kind: 'packets', indexes }, isOn);
      await listing.idle();
      // The filter that was there stays.
      const stayed = listing.indexes(0, packets).join();
      if (stayed !== (await readWith(file, ignored)).matching(text))
        wrong.push(`${path}: ${text} that stays: ${stayed}`);
      await compare(isOn ? 'at once' : 'again, at once');
      await until(isJudged);
      await compare(isOn ? 'judged' : 'again, judged');
    }
    session.close();
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(seen.asked).toBeGreaterThan(1000);
  expect(seen.changed).toBeGreaterThan(100);
  expect(seen.early).toBeGreaterThan(20);
}, 120_000);
