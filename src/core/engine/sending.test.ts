import { describe, expect, test } from 'vitest';
import { toHex } from '../base/bytes.ts';
import { dissectAlone } from '../craft/dissect-alone.ts';
import { TEMPLATE_SECRET } from '../craft/templates/secret.ts';
import { templates } from '../craft/templates/templates.ts';
import { names } from '../testing/descriptions.ts';
import { Sending } from './sending.ts';

const sending = new Sending(names, [TEMPLATE_SECRET]);
const PAIRS = templates.flatMap(({ id, bearers }) => bearers.map((bearer) => [id, bearer] as const));
const SHORT = ['sms-deliver', 'sms-submit', 'cbs'] as const;

/** Octets that the HTTP bearer sends of a content: what was lost on the way would not be in them. */
const sent = (packets: ReturnType<Sending['over']>) => packets.map(({ bytes }) => toHex(bytes)).join(' ');
const findingsOf = (packet: { readonly bytes: Uint8Array }, layer: string) =>
  dissectAlone(names.registry, { bytes: packet.bytes, start: { table: 'layer', key: layer } }, []).tree.findings.map(
    ({ rule, message }) => `${rule.id}: ${message}`,
  );

describe('templates', () => {
  test.each(PAIRS)('%s over %s goes over another bearer as a whole, from each packet with content', (id, bearer) => {
    const packets = sending.templatePackets(id, bearer);
    const among = packets.map(({ description }) => description);
    const content = packets.filter(({ isContent }) => isContent);
    expect(content[0]?.description).toBe(sending.template(id, bearer));
    const whole =
      content.length === 1
        ? sent(sending.over(among[packets.indexOf(content[0] as never)] ?? '', 'sms-deliver'))
        : undefined;
    const over = content.map(({ description }) => sent(sending.over(description, 'sms-deliver', among)));
    expect(new Set(over).size).toBe(1);
    if (whole !== undefined) expect(over[0]).toBe(whole);
    // The same as from a datagram, which holds it in one piece; OBEX and cloud messaging name no application.
    const [datagram] = sending.templatePackets(id, 'udp').filter(({ isContent }) => isContent);
    const isAnonymous = bearer === 'obex' || bearer === 'cloud';
    if (!isAnonymous) expect(over[0]).toBe(sent(sending.over(datagram?.description ?? '', 'sms-deliver')));
  });

  test('say of a part of a message that the others are missing, and nothing else', () => {
    let parts = 0;
    for (const { id, bearers } of templates) {
      for (const bearer of SHORT) {
        if (!bearers.includes(bearer)) continue;
        const packets = sending.templatePackets(id, bearer);
        if (packets.length === 1) continue;
        for (const packet of packets) {
          expect(findingsOf(packet, bearer)).toEqual([
            expect.stringMatching(/^(SMS-027|CBS-004): (part|page) .* not in the capture$/),
          ]);
          expect(() => sending.over(packet.description, 'http')).toThrow(/a part of a push only: (part|page) /);
          parts++;
        }
      }
    }
    expect(parts).toBeGreaterThan(40);
  });

  test('break no rule about the time of a capture that there is not', () => {
    for (const id of ['dm-1.3', 'dm-2.0']) {
      for (const bearer of ['udp', 'http']) {
        for (const { bytes } of sending.templatePackets(id, bearer)) {
          const { tree } = dissectAlone(names.registry, { bytes, start: { table: 'link.type', key: 1 } }, []);
          expect(tree.findings.map(({ rule }) => rule.id)).not.toContain(id === 'dm-1.3' ? 'N13-037' : 'N20-028');
        }
      }
    }
    const [packet] = sending.templatePackets('dm-1.3', 'udp');
    const early = {
      bytes: packet?.bytes ?? new Uint8Array(0),
      start: { table: 'link.type', key: 1 },
      seconds: 1,
    } as const;
    expect(dissectAlone(names.registry, early, []).tree.findings.map(({ rule }) => rule.id)).toContain('N13-037');
  });
});
