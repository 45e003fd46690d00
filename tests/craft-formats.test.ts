import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromUtf8, toHex, toUtf8 } from '../src/core/base/bytes.ts';
import { datagram, IPV4_NETWORK, IPV6_NETWORK, stream } from '../src/core/craft/bearers/network.ts';
import { exportAs, formats } from '../src/core/craft/formats/formats.ts';
import { FormatFault, type FormatItem } from '../src/core/craft/formats/item.ts';
import { readXml } from '../src/core/dissect/xml/reader.ts';
import { recognisePaste } from '../src/core/files/paste/recognise.ts';
import { httpRequest } from '../src/core/protocols/http/encode.ts';
import { hasTool, items, run, sent } from './craft-packets.ts';

const scratch = mkdtempSync(join(tmpdir(), 'formats-'));
const text = (list: readonly FormatItem[], format: string) => fromUtf8(exportAs(list, format)) ?? '';
const octets = (list: readonly FormatItem[]) => list.map(({ bytes }) => toHex(bytes));
const pasted = (form: string) => recognisePaste(form)[0]?.packets.map(({ bytes }) => toHex(bytes));

function file(name: string, content: Uint8Array | string): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}

const ALL_OCTETS = items([
  { bytes: Uint8Array.from({ length: 256 }, (_, i) => i), start: { table: 'layer', key: 'data' } },
]);
const NOTIFICATION = sent('dm-1.3', 'udp');
const LONG = sent('oma-cp', 'sms-submit');

describe('formats that hold octets', () => {
  it.each(['hex', 'hexdump', 'xxd', 'c', 'java', 'python', 'typescript', 'base64'])(
    '%s is read back by the paste field',
    (format) => {
      for (const list of [ALL_OCTETS, NOTIFICATION, LONG, sent('dm-bootstrap', 'udp')]) {
        const back = pasted(text(list, format));
        expect(back?.join(' ')).toBe(octets(list).join(' '));
      }
    },
  );

  it('raw holds one packet behind the other', () => {
    expect(exportAs(LONG, 'raw')).toEqual(concatBytes(...LONG.map(({ bytes }) => bytes)));
  });

  it('keeps comments from ending where they stand', () => {
    const hostile = items([
      {
        bytes: Uint8Array.of(1, 2, 3),
        start: { table: 'layer', key: 'data' },
        comment: '*/ int x; /* \\u002a\\u002f ??/\n import os\r# `"',
      },
    ]);
    for (const format of ['c', 'java', 'python', 'typescript']) {
      expect(text(hostile, format).split('\n')).toHaveLength(
        text(items([{ bytes: Uint8Array.of(1, 2, 3) }]), format).split('\n').length,
      );
      expect(pasted(text(hostile, format))).toEqual(['010203']);
      expect(text(hostile, format)).not.toMatch(/\\|\?\?|\*\/ int/);
    }
  });

  it.skipIf(!hasTool('gcc'))('C arrays compile and hold the octets', () => {
    const all = [...ALL_OCTETS, ...LONG];
    const prints = all.map(
      (_, i) => `for (unsigned i = 0; i < sizeof packet${i + 1}; i++) printf("%02x", packet${i + 1}[i]);\nputs("");`,
    );
    const source = file(
      'a.c',
      `#include <stdio.h>\n${text(all, 'c')}\nint main(void) { ${prints.join('\n')} return 0; }\n`,
    );
    run('gcc', ['-Wall', '-Wextra', '-Werror', '-trigraphs', '-o', join(scratch, 'a'), source]);
    expect(run(join(scratch, 'a'), []).trim().split('\n')).toEqual(octets(all));
  });

  it.skipIf(!hasTool('python3'))('Python bytes hold the octets', () => {
    const all = [...ALL_OCTETS, ...LONG];
    const source = `${text(all, 'python')}\n${all.map((_, i) => `print(packet${i + 1}.hex())`).join('\n')}\n`;
    expect(run('python3', ['-'], source).trim().split('\n')).toEqual(octets(all));
  });

  it.skipIf(!hasTool('javac'))(
    'Java arrays compile and hold the octets, signed',
    () => {
      const all = [...ALL_OCTETS, ...LONG];
      file('Packets.java', text(all, 'java'));
      const prints = all.map((_, i) => `p(Packets.PACKET${i + 1});`).join(' ');
      const main = `public class Main { static void p(byte[] b) { StringBuilder s = new StringBuilder(); for (byte x : b) s.append(String.format("%02x", x)); System.out.println(s); } public static void main(String[] a) { ${prints} } }`;
      const path = file('Main.java', main);
      run('javac', ['-d', scratch, path, join(scratch, 'Packets.java')]);
      expect(run('java', ['-Xshare:auto', '-cp', scratch, 'Main']).trim().split('\n')).toEqual(octets(all));
    },
    60_000,
  );

  it('TypeScript runs and holds the octets', () => {
    const all = [...ALL_OCTETS, ...LONG];
    const path = file('packets.mjs', text(all, 'typescript'));
    const script = `import * as p from ${JSON.stringify(path)}; for (let i = 1; i <= ${all.length}; i++) console.log(Buffer.from(p['packet' + i]).toString('hex'));`;
    expect(run(process.execPath, ['--input-type=module', '-e', script]).trim().split('\n')).toEqual(octets(all));
  });

  it.skipIf(!hasTool('xxd'))('xxd reads its own form back', () => {
    const back = spawnSync('xxd', ['-r'], { input: exportAs(ALL_OCTETS, 'xxd') }).stdout;
    expect(toHex(back)).toBe(octets(ALL_OCTETS)[0]);
    expect(text(ALL_OCTETS, 'xxd')).toBe(spawnSync('xxd', [], { input: ALL_OCTETS[0]?.bytes }).stdout.toString());
  });

  it.skipIf(!hasTool('text2pcap'))('text2pcap reads dumps back', () => {
    const dump = file('dump.txt', exportAs([...NOTIFICATION, ...sent('si', 'udp')], 'hexdump'));
    const out = join(scratch, 'dump.pcap');
    run('text2pcap', ['-q', '-F', 'pcap', dump, out]);
    const pcap = Uint8Array.from(readFileSync(out));
    expect(toHex(pcap)).toContain(octets(NOTIFICATION)[0]);
    expect(pcap.length).toBe(
      24 + [...NOTIFICATION, ...sent('si', 'udp')].reduce((sum, { bytes }) => sum + 16 + bytes.length, 0),
    );
  });
});

describe('descriptions', () => {
  it('are one a line, whatever they are', () => {
    const list = items([{ description: '{\n  "a": [1,\n 2]}' }, { description: 'not\njson' }]);
    expect(text(list, 'json')).toBe('{"a":[1,2]}\n"not\\njson"\n');
  });
});

describe('AT commands', () => {
  it('send SMS-SUBMIT and are read back without warnings', () => {
    const commands = text(LONG, 'pdu');
    expect(commands.startsWith('AT+CMGF=0\r\nAT+CMGS=')).toBe(true);
    const [reading] = recognisePaste(commands);
    expect(reading?.form).toBe('AT commands');
    expect(reading?.warnings).toEqual([]);
    expect(reading?.packets.map(({ bytes }) => toHex(bytes))).toEqual(octets(LONG).map((hex) => `00${hex}`));
    expect(reading?.packets.every(({ layerHint }) => layerHint === 'sms-smsc')).toBe(true);
    const lengths = [...commands.matchAll(/CMGS=(\d+)\r\n00([0-9A-F]+)/g)];
    expect(lengths.map(([, length]) => Number(length))).toEqual(lengths.map(([, , hex]) => (hex ?? '').length / 2));
    expect(lengths).toHaveLength(LONG.length);
  });

  it.each(['sms-deliver', 'sip-sms', 'gsmtap'])('store the SMS-DELIVER of %s', (bearer) => {
    const list = sent('oma-cp', bearer).filter(({ context }) =>
      context.layers.some(({ protocol }) => protocol === 'gsm_sms'),
    );
    const expected = octets(sent('oma-cp', 'sms-deliver')).map((hex) => `00${hex}`);
    const [reading] = recognisePaste(text(list, 'pdu'));
    expect(reading?.packets.map(({ bytes }) => toHex(bytes))).toEqual(expected);
    expect(reading?.warnings).toEqual([]);
  });

  it('take a TPDU with its service centre', () => {
    const [first] = LONG;
    const withCentre = concatBytes(Uint8Array.of(2, 0x91, 0x21), first?.bytes ?? new Uint8Array(0));
    const list = items([{ bytes: withCentre, start: { table: 'layer', key: 'sms-smsc' } }]);
    expect(text(list, 'pdu')).toBe(text(LONG.slice(0, 1), 'pdu'));
  });

  it('refuse what is no TPDU, by number', () => {
    expect(() => exportAs([...LONG, ...NOTIFICATION], 'pdu')).toThrow(
      new FormatFault(`packet ${LONG.length + 1} has no short message (SMS-SUBMIT or SMS-DELIVER) in it`),
    );
  });
});

describe('PDML', () => {
  it('is well-formed whatever is captured, with the fields of every packet', () => {
    const hostile = datagram(IPV4_NETWORK, {
      sourcePort: 1,
      destinationPort: 5060,
      label: '',
      payload: toUtf8('MESSAGE sip:"><x/>&\u0001]]> SIP/2.0\r\nTo: <a&b>\r\n\r\n'),
    });
    const list = [...items(hostile), ...NOTIFICATION, ...LONG, ...sent('si', 'http')];
    const pdml = exportAs(list, 'pdml');
    const document = readXml(pdml, 0, pdml.length);
    expect(document.whole).toBe(true);
    expect(document.problems).toEqual([]);
    expect(document.root?.elements).toHaveLength(list.length);
    const said = fromUtf8(pdml) ?? '';
    expect(said).toMatch(
      /<field name="udp.dstport" showname="Destination port: [^"]*" size="2" pos="36" show="2948" value="0b84"\/>/,
    );
    expect(said).toMatch(/<field name="ip.version" [^>]*size="1" pos="14" show="4" value="4" unmaskedvalue="45"\/>/);
    expect(said).not.toContain('<x/>');
  });

  it.skipIf(!hasTool('tshark'))('says the same of fields that tshark has too', () => {
    const path = file('same.pcap', exportAs(NOTIFICATION, 'pcap'));
    const fields = (pdml: string) =>
      new Set(
        [
          ...pdml.matchAll(/<field name="((?:ip|udp|eth)\.[a-z_.]+)"[^>]* size="(\d+)" pos="(\d+)" show="([^"]*)"/g),
        ].map((match) => match.slice(1).join(' ')),
      );
    const ours = fields(text(NOTIFICATION, 'pdml'));
    const theirs = fields(run('tshark', ['-r', path, '-T', 'pdml']));
    for (const name of ['udp.srcport', 'udp.dstport', 'udp.length', 'ip.len', 'ip.src', 'ip.dst', 'ip.ttl']) {
      const of = (set: Set<string>) => [...set].filter((one) => one.startsWith(`${name} `));
      expect(of(ours)).toEqual(of(theirs));
      expect(of(ours)).toHaveLength(1);
    }
  });
});

/** Runs a script with programs of that name replaced by one that writes its words and input to files. */
function runWith(
  name: string,
  script: string,
): readonly { readonly words: readonly string[]; readonly input: string }[] {
  const folder = mkdtempSync(join(scratch, 'bin-'));
  const log = join(folder, 'log');
  mkdirSync(log);
  const stub = `#!/bin/sh\nn=$(ls ${log} | wc -l)\nfor w in "$@"; do printf '%s\\0' "$w"; done > ${log}/$(printf %04d $n).w\ncat | od -An -v -tx1 | tr -d ' \\n' > ${log}/$(printf %04d $n).x\n`;
  writeFileSync(join(folder, name), stub);
  chmodSync(join(folder, name), 0o755);
  const done = spawnSync('sh', ['-e'], {
    input: script,
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
    cwd: folder,
  });
  expect(done.stderr.toString()).toBe('');
  expect(done.status).toBe(0);
  const names = spawnSync('ls', [log]).stdout.toString().trim().split('\n');
  return names
    .filter((one) => one.endsWith('.w'))
    .map((one) => ({
      words: readFileSync(join(log, one)).toString('utf8').split('\0').slice(0, -1),
      input: readFileSync(join(log, one.replace('.w', '.x'))).toString(),
    }));
}

const HOSTILE = `x'; touch pwned; '"$(touch pwned)\`touch pwned\`\\ \u0007 %s é`;

describe('shell lines', () => {
  it('netcat sends what datagrams and connections carry', () => {
    const big = new Uint8Array(4000).map((_, i) => i);
    const list = items([
      ...datagram(IPV4_NETWORK, { sourcePort: 9, destinationPort: 2948, payload: toUtf8(HOSTILE), label: '' }),
      ...datagram(IPV6_NETWORK, { sourcePort: 9, destinationPort: 2948, payload: big, label: '' }),
      ...stream(IPV4_NETWORK, {
        clientPort: 1,
        serverPort: 2,
        turns: [
          { isAnswer: false, bytes: big, label: '', isContent: true },
          { isAnswer: true, bytes: Uint8Array.of(10), label: '', isContent: true },
        ],
      }),
    ]);
    expect(runWith('nc', text(list, 'netcat'))).toEqual([
      { words: ['-u', '-w', '1', '192.0.2.9', '2948'], input: toHex(toUtf8(HOSTILE)) },
      { words: ['-u', '-w', '1', '2001:db8::9', '2948'], input: toHex(big) },
      { words: ['-w', '3', '192.0.2.9', '2'], input: toHex(big) },
      { words: ['-w', '3', '192.0.2.1', '1'], input: '0a' },
    ]);
    expect(() => exportAs(LONG, 'netcat')).toThrow(FormatFault);
  });

  it('netcat sends segments in their order, and what came twice once', () => {
    const bytes = new Uint8Array(5000).map((_, i) => i);
    const list = stream(IPV4_NETWORK, {
      clientPort: 1,
      serverPort: 2,
      turns: [{ isAnswer: false, bytes, label: '', isContent: true }],
    });
    const shuffled = [list[5], list[3], list[4], list[3], list[6]].filter((one) => one !== undefined);
    const [first] = runWith('nc', text(items([...list.slice(3, 4), ...shuffled]), 'netcat'));
    expect(first?.input).toBe(toHex(bytes));
  });

  it('curl says again what HTTP requests say, and nothing of it breaks out', () => {
    const request = httpRequest({
      method: 'POST',
      target: `/a'b%20"[1-2]{x,y}?q=$(touch%20pwned)`,
      host: "h'; touch pwned",
      headers: [
        { name: 'X-One', value: HOSTILE },
        { name: '@/etc/passwd', value: '1' },
        { name: 'Empty', value: '' },
      ],
      body: Uint8Array.of(0, 255, 10, 39),
    });
    const list = items(
      stream(IPV4_NETWORK, {
        clientPort: 1,
        serverPort: 8080,
        turns: [
          {
            isAnswer: false,
            isContent: true,
            bytes: concatBytes(
              request,
              httpRequest({ method: 'GET', target: '/', host: 'a.example', headers: [], body: new Uint8Array(0) }),
            ),
            label: '',
          },
        ],
      }),
    );
    const [post, get] = runWith('curl', text(list, 'curl'));
    expect(post?.input).toBe('00ff0a27');
    expect(post?.words).toEqual([
      ...['--http1.1', '--proto', '=http,https', '--globoff', '--path-as-is', '--request', 'POST'],
      ...['--header', 'Content-Type:', '--header', `X-One: ${HOSTILE}`, '--header', 'Empty;'],
      ...['--data-binary', '@-', '--url', "http://192.0.2.9:8080/a'b%20%22%5B1-2%5D%7Bx,y%7D?q=$(touch%20pwned)"],
    ]);
    expect(get?.words.at(-1)).toBe('http://a.example/');
    expect(() => exportAs(NOTIFICATION, 'curl')).toThrow(FormatFault);
  });

  it.skipIf(!hasTool('curl'))('a server gets from curl what was captured', async () => {
    const got: { url: string | undefined; type: string | undefined; body: string }[] = [];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        got.push({
          url: request.url,
          type: request.headers['content-type'],
          body: Buffer.concat(parts).toString('hex'),
        });
        response.end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const list = sent('dm-1.3', 'http');
    const script = text(list, 'curl').replace('http://terminal.example/', `http://127.0.0.1:${port}/`);
    const child = spawn('sh', ['-c', script], { stdio: 'ignore' });
    await new Promise((done) => child.on('exit', done));
    server.close();
    const push = (await import('../src/core/craft/templates/templates.ts')).templatePush('dm-1.3');
    expect(got).toEqual([{ url: '/wappush', type: 'application/vnd.syncml.dm.notification', body: toHex(push.body) }]);
  });

  it('words stay one word in a shell, whatever the text is', async () => {
    const { shellWord } = await import('../src/core/craft/formats/safe-text.ts');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 30 }), (list) => {
        const clean = list.map((one) => one.replaceAll('\0', ''));
        const script = `printf '%s\\0' ${clean.map(shellWord).join(' ')}`;
        expect(spawnSync('sh', ['-c', script]).stdout.toString('utf8')).toBe(
          clean.map((one) => `${Buffer.from(one).toString('utf8')}\0`).join(''),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('sipp scenarios', () => {
  it('are well-formed and hold the message escaped', () => {
    for (const bearer of ['sip', 'sip-tcp', 'sip-sms']) {
      const xml = exportAs(sent('dm-1.3', bearer), 'sipp');
      const document = readXml(xml, 0, xml.length);
      expect(document.problems).toEqual([]);
      expect(document.root?.elements.map(({ name }) => name).slice(0, 3)).toEqual(['send', 'recv', 'recv']);
      expect(fromUtf8(xml)).not.toMatch(/\[(?!CDATA\[|\n)/);
    }
    expect(() => exportAs(NOTIFICATION, 'sipp')).toThrow(FormatFault);
  });

  it('keep keywords, ends of sections and comments of captured text from being read', () => {
    const payload = toUtf8(
      'MESSAGE sip:a SIP/2.0\r\nSubject: [field0] ]]> <recv/> \\x41 --\r\nContent-Length: 3\r\n\r\n[1]',
    );
    const list = items(datagram(IPV4_NETWORK, { sourcePort: 5060, destinationPort: 5060, payload, label: '' }));
    const xml = exportAs(list, 'sipp');
    const document = readXml(xml, 0, xml.length);
    expect(document.problems).toEqual([]);
    expect(document.root?.elements.map(({ name }) => name)).toEqual(['send', 'recv', 'recv']);
    expect(document.root?.elements[0]?.text).toContain(
      'Subject: \\x5Bfield0\\x5D \\x5D\\x5D\\x3E \\x3Crecv/\\x3E \\x5Cx41 --',
    );
  });
});

describe('netcat itself', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const local = { ...IPV4_NETWORK, receiver: { ...IPV4_NETWORK.receiver, address: Uint8Array.of(127, 0, 0, 1) } };

  it.skipIf(!hasTool('nc'))('sends a datagram octet for octet', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', () => done()));
    const got = new Promise<Buffer>((done) => socket.once('message', done));
    const { port } = socket.address();
    const list = items(datagram(local, { sourcePort: 1, destinationPort: port, payload: bytes, label: '' }));
    const child = spawn('sh', ['-c', text(list, 'netcat')], { stdio: 'ignore' });
    expect(toHex(await got)).toBe(toHex(bytes));
    child.kill();
    socket.close();
  });

  it.skipIf(!hasTool('nc'))('sends what a connection carries', async () => {
    const parts: Buffer[] = [];
    const server = createTcpServer();
    const got = new Promise<void>((done) => {
      server.on('connection', (socket) => {
        socket.on('data', (part: Buffer) => {
          parts.push(part);
          if (Buffer.concat(parts).length === bytes.length) socket.end(() => done());
        });
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
    const { port } = server.address() as AddressInfo;
    const turns = [{ isAnswer: false, bytes, label: '', isContent: true }];
    const list = items(stream(local, { clientPort: 1, serverPort: port, turns }));
    const child = spawn('sh', ['-c', text(list, 'netcat')], { stdio: 'ignore' });
    await got;
    child.kill();
    server.close();
    expect(Buffer.concat(parts).toString('hex')).toBe(toHex(bytes));
  });
});

describe('sipp itself', () => {
  it.skipIf(!hasTool('sipp'))(
    'sends the message octet for octet',
    async () => {
      const socket = createSocket('udp4');
      const got = new Promise<Buffer>((done) => {
        socket.once('message', (data, from) => {
          const lines = data.toString('latin1').split('\r\n');
          const of = (name: string) => lines.find((line) => line.startsWith(`${name}:`)) ?? '';
          const answer = [
            'SIP/2.0 200 OK',
            ...['Via', 'To', 'From', 'Call-ID', 'CSeq'].map(of),
            'Content-Length: 0',
            '',
            '',
          ];
          socket.send(answer.join('\r\n'), from.port, from.address, () => done(data));
        });
      });
      await new Promise<void>((done) => socket.bind(0, '127.0.0.1', () => done()));
      const list = sent('dm-1.3', 'sip');
      const scenario = file('scenario.xml', exportAs(list, 'sipp'));
      const target = `127.0.0.1:${socket.address().port}`;
      const words = [
        '-sf',
        scenario,
        '-m',
        '1',
        '-nostdin',
        '-i',
        '127.0.0.1',
        '-cid_str',
        'push1@push.home.example',
        target,
      ];
      const child = spawn('sipp', words, { stdio: 'ignore', cwd: scratch, env: { ...process.env, TERM: 'dumb' } });
      const ended = new Promise<number | null>((done) => {
        child.on('exit', done);
      });
      const data = await got;
      expect(await ended).toBe(0);
      socket.close();
      const [payload] = list.map(({ bytes }) => bytes.subarray(42));
      expect(toHex(data)).toBe(toHex(payload ?? new Uint8Array(0)));
    },
    30_000,
  );
});

describe('exportAs', () => {
  it('offers each format once and refuses others, and nothing at all', () => {
    expect(new Set(formats.map(({ id }) => id)).size).toBe(formats.length);
    expect(() => exportAs(NOTIFICATION, 'exe')).toThrow(FormatFault);
    expect(() => exportAs([], 'hex')).toThrow(FormatFault);
    expect(() => exportAs([...NOTIFICATION, ...LONG], 'pcap')).toThrow(FormatFault);
  });
});

it('many requests on one connection take linear time', () => {
  const one = httpRequest({ method: 'GET', target: '/', host: 'a.example', headers: [], body: new Uint8Array(0) });
  const bytes = concatBytes(...Array.from({ length: 2000 }, () => one));
  const list = items(
    stream(IPV4_NETWORK, {
      clientPort: 1,
      serverPort: 80,
      turns: [{ isAnswer: false, bytes, label: '', isContent: true }],
    }),
  );
  const started = performance.now();
  expect(text(list, 'curl').match(/^curl /gm)).toHaveLength(2000);
  // Turning the rest of the stream into text for each of them would take minutes.
  expect(performance.now() - started).toBeLessThan(30_000);
}, 15000);
