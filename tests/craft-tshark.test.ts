import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sendOver } from '../src/core/craft/bearers/bearers.ts';
import { exportAs } from '../src/core/craft/formats/formats.ts';
import { templatePush, templates } from '../src/core/craft/templates/templates.ts';
import { hasTool, items, run, sent } from './craft-packets.ts';

/* What is built, read by Wireshark's engine: nothing malformed, every checksum good, the protocols that were meant. */

const scratch = mkdtempSync(join(tmpdir(), 'craft-'));
const CHECKS = ['ip', 'udp', 'tcp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);

/** Protocols that tshark has to meet in packets of a bearer. */
const EXPECTED: Readonly<Record<string, string>> = {
  udp: 'wsp',
  udp6: 'wsp',
  'udp-9200': 'wsp',
  wtls: 'wtls',
  wtp: 'wtp',
  'sms-deliver': 'gsm_sms',
  'sms-submit': 'gsm_sms',
  'smpp-submit': 'smpp',
  'smpp-deliver': 'smpp',
  'smpp-data': 'smpp',
  'sip-sms': 'gsm_sms',
  gsmtap: 'gsm_sms',
  cbs: 'gsm_cbs',
  sip: 'sip',
  'sip-tcp': 'sip',
  http: 'http',
  'dm-http': 'http',
  obex: 'obex',
  pap: 'mime_multipart',
  cloud: 'json',
};

/** Said by Wireshark 4.0 of any SIP body with a zero octet in it, in captures of other software too. */
const SAID_OF_BINARY = 'Trailing stray characters';

interface Read {
  readonly protocols: string;
  readonly malformed: string;
  readonly severity: number;
  readonly messages: string;
  readonly bad: boolean;
}

const FIELDS = [
  'frame.protocols',
  '_ws.malformed',
  '_ws.expert.severity',
  '_ws.expert.message',
  'ip.checksum.status',
  'udp.checksum.status',
  'tcp.checksum.status',
];

/** Packets of pcapng octets, one line of fields a packet. */
function readBack(capture: Uint8Array): readonly Read[] {
  const path = join(scratch, 'capture.pcapng');
  writeFileSync(path, capture);
  const fields = FIELDS.flatMap((name) => ['-e', name]);
  const options = [
    '-r',
    path,
    '-n',
    ...CHECKS,
    '-d',
    'tcp.port==650,obex',
    '-T',
    'fields',
    '-E',
    'separator=|',
    ...fields,
  ];
  return run('tshark', options)
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [protocols = '', malformed = '', severities = '', messages = '', ...status] = line.split('|');
      const severity = Math.max(0, ...severities.split(',').map(Number));
      return { protocols, malformed, severity, messages, bad: status.some((one) => one.split(',').includes('0')) };
    });
}

describe.skipIf(!hasTool('tshark'))('tshark', () => {
  it.each(Object.keys(EXPECTED))('reads %s with every template', (bearer) => {
    const pairs = templates.filter(({ bearers }) => bearers.includes(bearer)).map(({ id }) => id);
    expect(pairs.length).toBeGreaterThan(0);
    for (const template of pairs) {
      const packets = sendOver(templatePush(template), bearer);
      const read = readBack(exportAs(items(packets), 'pcapng'));
      expect(read).toHaveLength(packets.length);
      expect(read.filter(({ malformed, bad }) => malformed !== '' || bad)).toEqual([]);
      // Severity of Wireshark's expert: 0x600000 is a warning, 0x800000 an error.
      const faults = read
        .filter(({ severity, messages }) => severity >= 0x600000 && messages !== SAID_OF_BINARY)
        .map(({ messages }) => `${template}: ${messages}`);
      expect(faults).toEqual([]);
      expect(read.some(({ protocols }) => protocols.split(':').includes(EXPECTED[bearer] ?? ''))).toBe(true);
    }
  });

  it('knows SMS-SUBMIT from SMS-DELIVER', () => {
    for (const [bearer, address] of [
      ['sms-submit', 'gsm_sms.tp-da'],
      ['sms-deliver', 'gsm_sms.tp-oa'],
    ] as const) {
      const path = join(scratch, 'tpdu.pcap');
      writeFileSync(path, exportAs(sent('dm-1.3', bearer), 'pcap'));
      expect(run('tshark', ['-r', path, '-T', 'fields', '-e', address])).toMatch(/^1555/);
    }
  });

  it('puts short messages together and finds the push in them', () => {
    for (const bearer of ['sip-sms', 'gsmtap', 'smpp-submit', 'smpp-deliver']) {
      const path = join(scratch, 'sms.pcapng');
      writeFileSync(path, exportAs(sent('oma-cp', bearer), 'pcapng'));
      const read = run('tshark', [
        '-r',
        path,
        '-n',
        '-T',
        'fields',
        '-e',
        'wsp.header.content_type',
        '-e',
        'wbxml.public_id.known',
      ]);
      expect(read).toMatch(/wap\.connectivity-wbxml/);
    }
  });
});
