import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../src/core/base/bytes.ts';
import { sendOver } from '../src/core/craft/bearers/bearers.ts';
import type { Push } from '../src/core/craft/bearers/push.ts';
import { pushOf } from '../src/core/craft/bearers/push-of.ts';
import { templatePush } from '../src/core/craft/templates/templates.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { dissect } from '../src/core/testing/packets.ts';
import { items } from './craft-packets.ts';

/* Pushes that other software sent: found in captures, sent again over other bearers, found again. */

const registry = createRegistry();
const folder = new URL('../public/samples/', import.meta.url);
const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.pcap(ng)?$/.test(name)) : [];

async function pushesOf(name: string): Promise<readonly Push[]> {
  const source = new MemorySource(name, new Uint8Array(readFileSync(new URL(name, folder))));
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  const found: Push[] = [];
  for (let index = 0; index < Math.min(capture.length, 400); index++) {
    const bytes = await capture.bytes.fetch(capture.needed([index]));
    const { tree, context } = capture.dissect(index, bytes, []);
    const push = pushOf(tree, context);
    if (push !== undefined) found.push(push);
  }
  return found;
}

/** What has to be the same after a way over another bearer. */
const said = ({ mediaType, applicationId, body }: Push) => ({ mediaType, applicationId, body: toHex(body) });

/** Samples with pushes, and how many packets at least carry one. */
const PUSHES: Readonly<Record<string, number>> = {
  'crafted-cbs.pcap': 1,
  'dm-notifications.pcap': 30,
  'frag-udp-push.pcapng': 1,
  'gsmtap-sms.pcap': 1,
  'obex-put-650.pcap': 1,
  'ota-http-register-push.pcap': 1,
  'pap-confirmed-session.pcap': 1,
  'pap-udp-dmnoti.pcapng': 1,
  'pap-udp-si-sl-co.pcap': 3,
  'sessionless-signed-udp.pcap': 1,
  'sip-message-udp.pcap': 1,
  'smpp-push-concat.pcapng': 1,
};

describe('pushOf', () => {
  it.each(names)('finds the pushes of %s, and finds them again behind other bearers', async (name) => {
    const pushes = await pushesOf(name);
    expect(pushes.length).toBeGreaterThanOrEqual(PUSHES[name] ?? 0);
    const kinds = new Map(pushes.map((push) => [`${push.mediaType} ${push.body.length}`, push]));
    for (const push of [...kinds.values()].slice(0, 8)) {
      for (const bearer of ['udp', 'sms-deliver', 'smpp-submit', 'http', 'sip-tcp', 'pap', 'cbs']) {
        if (push.body.length > 1000 && bearer === 'cbs') continue;
        if (push.body.length === 0 || push.mediaType === '') continue;
        const back = items(sendOver(push, bearer)).flatMap(({ tree, context }) => pushOf(tree, context) ?? []);
        expect(back.map(said)).toContainEqual(said(push));
      }
    }
  });

  it('keeps headers that say something of the push', () => {
    const push: Push = {
      ...templatePush('si'),
      headers: [
        { name: 'X-Wap-Content-URI', value: 'http://www.example.com/' },
        { name: 'Push-Flag', value: '3' },
        { name: 'Expires', value: 'Sat, 21 Nov 2026 05:00:00 GMT' },
      ],
      parameters: [{ name: 'charset', value: 'UTF-8' }],
    };
    for (const bearer of ['udp', 'wtp', 'cbs', 'sms-submit', 'http', 'sip', 'pap']) {
      const [back] = items(sendOver(push, bearer)).flatMap(({ tree, context }) => pushOf(tree, context) ?? []);
      expect(back?.headers).toEqual(push.headers);
      expect(back?.parameters.map(({ name, value }) => `${name}=${value}`.toLowerCase())).toEqual(['charset=utf-8']);
    }
  });

  it('finds content that nothing decodes', () => {
    const push: Push = {
      mediaType: 'application/x-unknown',
      parameters: [],
      applicationId: undefined,
      headers: [],
      body: Uint8Array.of(1, 2, 3),
    };
    const [back] = items(sendOver(push, 'udp')).flatMap(({ tree, context }) => pushOf(tree, context) ?? []);
    expect(back).toEqual(push);
  });

  it('knows content without any bearer by itself', () => {
    for (const [template, layer] of [
      ['dm-1.2', 'dm-1.2'],
      ['dm-1.3', 'dm-1.3'],
      ['dm-2.0', 'dm-2.0'],
      ['ds-1.2', 'ds-1.2'],
      ['si', 'si'],
      ['si-text', 'si'],
      ['co', 'wbxml'],
    ] as const) {
      const push = templatePush(template);
      const { tree, context } = dissect(registry, layer, push.body);
      expect(pushOf(tree, context)).toMatchObject({ mediaType: push.mediaType, body: push.body });
    }
    const { tree, context } = dissect(registry, 'data', Uint8Array.of(1));
    expect(pushOf(tree, context)).toBeUndefined();
  });

  it('throws for no octets, however broken', () => {
    const seeds = ['udp', 'http', 'sip', 'obex', 'pap', 'cloud', 'wtp'].flatMap((bearer) =>
      sendOver(templatePush('dm-1.3'), bearer).filter(({ bytes }) => bytes.length > 90),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(1500), fc.nat(255)), { maxLength: 4 }),
        fc.nat(1500),
        (seed, changes, cut) => {
          const bytes = seed.bytes.slice(0, Math.max(20, seed.bytes.length - (cut % 40)));
          for (const [at, value] of changes) bytes[34 + (at % Math.max(1, bytes.length - 34))] = value;
          const { tree, context } = dissect(registry, 1, bytes);
          pushOf(tree, context);
        },
      ),
      { numRuns: 200 },
    );
  });
});
