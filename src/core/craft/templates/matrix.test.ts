import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { createRegistry } from '../../protocols/index.ts';
import { checkTiling, dissectAll } from '../../testing/packets.ts';
import { sendOver } from '../bearers/bearers.ts';
import { TEMPLATE_SECRET } from './secret.ts';
import { templatePush, templates } from './templates.ts';

const REGISTRY = createRegistry();
const PAIRS = templates.flatMap(({ id, bearers }) => bearers.map((bearer) => [id, bearer] as const));

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
    const sources = read.flatMap(({ tree }) => tree.sources.map(({ bytes }) => toHex(bytes)));
    expect(sources.some((hex) => hex.includes(toHex(push.body)))).toBe(true);
  });
});
