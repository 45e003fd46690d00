import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { createRegistry } from '../../protocols/index.ts';
import { checkTiling, dissectAll } from '../../testing/packets.ts';
import { sendOver } from '../bearers/bearers.ts';
import type { Push } from '../bearers/push.ts';
import { pushOf } from '../bearers/push-of.ts';
import { TEMPLATE_SECRET } from './secret.ts';
import { templatePush, templates } from './templates.ts';

const REGISTRY = createRegistry();
const PAIRS = templates.flatMap(({ id, bearers }) => bearers.map((bearer) => [id, bearer] as const));

const SIGNED = new Set(['dm-1.2', 'dm-1.3', 'dm-2.0', 'ds-1.2', 'oma-cp']);

/** Names of parameters mean the same in either case. */
function lowerCased(push: Push, body: string) {
  return { ...push, body, parameters: push.parameters.map(({ name, value }) => ({ name: name.toLowerCase(), value })) };
}

/** What each bearer can say of a push: OBEX and cloud messaging name no application, SIP but in a feature tag. */
function expected(template: string, bearer: string) {
  const push = templatePush(template);
  const body = toHex(push.body);
  const saysNone = bearer === 'obex' || bearer === 'cloud';
  const isNotification = push.mediaType.endsWith('.notification');
  const applicationId = saysNone && !isNotification ? undefined : push.applicationId;
  return lowerCased({ ...push, applicationId }, body);
}

describe.each(PAIRS)('%s over %s', (template, bearer) => {
  const push = templatePush(template);
  const packets = sendOver(push, bearer);
  const [first] = packets;
  const key = first?.start.key ?? 1;
  const read = dissectAll(
    REGISTRY,
    key,
    packets.map(({ bytes }) => bytes),
    { secrets: [TEMPLATE_SECRET] },
  );

  it('decodes to the same content without findings', () => {
    for (const { tree } of read) checkTiling(tree);
    const findings = read.flatMap(({ tree }) =>
      tree.findings.map(({ rule, severity, message }) => `${rule.id} ${severity} ${message}`),
    );
    const faults = findings.filter((text) => / (error|warning) /.test(text));
    // Nothing but a secured carrier may bring a sessionless message.
    const isOpen = template === 'dm-sessionless' && bearer !== 'wtls';
    expect(faults).toEqual(isOpen ? [expect.stringMatching(/^SM-012 /)] : []);
    const digests = read.flatMap(({ context }) => context.digests.map(({ verdict }) => verdict));
    expect(digests).toEqual(SIGNED.has(template) ? ['match'] : []);
    const sources = read.flatMap(({ tree }) => tree.sources.map(({ bytes }) => toHex(bytes)));
    expect(sources.some((hex) => hex.includes(toHex(push.body)))).toBe(true);
  });

  it('gives back the push that it was made of', () => {
    const found = read.flatMap(({ tree, context }) => pushOf(tree, context) ?? []);
    const said = found.map((one) => lowerCased(one, toHex(one.body)));
    expect(said).toContainEqual(expected(template, bearer));
    // The push is found where it is said to be.
    const places = read.flatMap(({ tree, context }, i) => (pushOf(tree, context) === undefined ? [] : [i]));
    expect(places.every((i) => packets[i]?.isContent)).toBe(true);
  });
});
