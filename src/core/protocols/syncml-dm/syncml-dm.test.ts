import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromBase64, fromHex, toBase64, toUtf8 } from '../../base/bytes.ts';
import { contentMac, macText } from '../../dissect/content-mac.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { dissectPushed, documentRegistry } from '../../testing/documents.ts';
import { checkTiling, type Dissected, dissect, findingTexts, values, violations } from '../../testing/packets.ts';
import { basicUser, bodyMac, hmacHeader, md5Credential } from './credentials.ts';
import { explainAcl, explainObject, explainOptions, explainUri } from './explain.ts';
import { isAcl } from './judge-tree.ts';

const FIXTURES = new URL('../../../../tests/fixtures/wbxml/', import.meta.url);
const registry = documentRegistry();
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FIXTURES)));
const ids = ({ tree }: Dissected): string[] => tree.findings.map(({ rule }) => rule.id);

const HEADER =
  '<VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>IMEI:1</LocURI></Target><Source><LocURI>srv</LocURI><LocName>Bruce2</LocName></Source>';
const xml = (body: string, header = HEADER): Uint8Array =>
  toUtf8(`<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr>${header}</SyncHdr><SyncBody>${body}</SyncBody></SyncML>`);
const message = (body: string, header = HEADER): Dissected => dissect(registry, 'syncml', xml(body, header));
const FINAL = '<Final/>';
const add = (data: string, meta = '<Format>xml</Format><Type>application/vnd.syncml.dmtnds+xml</Type>'): string =>
  `<Add><CmdID>1</CmdID><Item><Target><LocURI>./Inbox</LocURI></Target><Meta>${meta}</Meta><Data>${data}</Data></Item></Add>`;
const TREE =
  '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>a</NodeName><RTProperties><ACL>Get=*</ACL><Type><MIME>text/plain</MIME></Type></RTProperties><Value>v</Value></Node></MgmtTree>';

test('a first message of a client, by name', () => {
  const dissected = dissect(registry, 'wbxml', fixture('dm12-alert.wbxml'));
  const { tree, context } = dissected;
  checkTiling(tree);
  expect(values(tree, 'syncml.ver_proto')).toEqual(['DM/1.2']);
  expect(values(tree, 'syncml.session_id')).toEqual(['1F']);
  expect(values(tree, 'syncml.target.loc_uri')).toEqual(['https://dm.operator.example/dm']);
  expect(values(tree, 'syncml.meta.max_msg_size')).toEqual([16384]);
  expect(values(tree, 'syncml.alert.code')).toEqual([1200]);
  expect(values(tree, 'syncml.final')).toEqual([1]);
  expect(context.info).toContain(
    'DM/1.2 session 1F message 1, IMEI:004999010640000 to https://dm.operator.example/dm: Alert 1200 SERVER-INITIATED MGMT',
  );
});

describe('embedded documents', () => {
  test('a tree in opaque octets keeps the places of the message', () => {
    const { tree, context } = dissect(registry, 'wbxml', fixture('dm12-tnds-inbox.wbxml'));
    const row = tree.find1('dmddf.ver_dtd')!;
    expect(tree.start(row) / 8).toBe(0xc6);
    expect(tree.sources.length).toBe(1);
    expect(context.protocolName).toBe('SyncML');
    expect(context.info).toContain('Add ./Inbox');
    expect(values(tree, 'dmddf.node_name')[0]).toBe('DMAcc');
    expect(tree.documents.map(({ label }) => label)).toEqual(['SyncML', 'Management tree']);
    expect(tree.documents[0]?.text).toContain('<MgmtTree xmlns="syncml:dmddf1.2">');
  });

  test('XML text in opaque octets, in CDATA, escaped, and as elements', () => {
    const opaque = dissect(registry, 'wbxml', fixture('dm12-tnds-as-text.wbxml'));
    expect(values(opaque.tree, 'dmddf.node_name')[0]).toBe('DMAcc');
    const escaped = TREE.replaceAll('<', '&lt;');
    for (const data of [`\n<![CDATA[${TREE}]]>\n`, escaped, TREE]) {
      const { tree } = message(add(data) + FINAL);
      checkTiling(tree);
      expect(values(tree, 'dmddf.acl')).toEqual(['Get=*']);
      expect(tree.sources.length).toBe(data === escaped ? 2 : 1);
      expect(violations(tree)).toEqual([]);
    }
  });

  test('base64 becomes a source of its own', () => {
    const wbxml = toBase64(fixture('tnds-standalone.wbxml'));
    const { tree } = message(
      add(wbxml, '<Format>b64</Format><Type>application/vnd.syncml.dmtnds+wbxml</Type>') + FINAL,
    );
    checkTiling(tree);
    expect(tree.sources.map(({ label }) => label)).toEqual(['Frame', 'base64 data']);
    expect(values(tree, 'dmddf.node_name').length).toBeGreaterThan(1);
    const bytes = message(add('AQID', '<Format>b64</Format><Type>audio/midi</Type>') + FINAL);
    expect(values(bytes.tree, 'markup.decoded')).toEqual(['010203']);
    expect(violations(message(add('A', '<Format>b64</Format>') + FINAL).tree)).toEqual(['DOC-004']);
  });

  test('a tree whose value is a document again, down to a limit', () => {
    let inner = '<si><indication>x</indication></si>';
    for (let level = 0; level < 6; level++) {
      inner = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>a</NodeName><RTProperties><Format><b64/></Format><Type><MIME>application/vnd.syncml.dmtnds+xml</MIME></Type></RTProperties><Value>${toBase64(toUtf8(inner))}</Value></Node></MgmtTree>`;
    }
    const { tree } = message(add(inner.replaceAll('<', '&lt;')) + FINAL);
    checkTiling(tree);
    expect(tree.sources.length).toBe(5);
    expect(values(tree, 'si')).toEqual([]);
    expect(violations(tree)).toEqual(['WBXML-029']);
  });

  test('binary documents in binary documents, down to a limit', () => {
    const header = [0x03, 0x00, 0x00, 0x6a, 0x1b, ...toUtf8('-//OMA//DTD-DM-DDF 1.2//EN'), 0, 0x00, 0x02];
    const type = toUtf8('application/vnd.syncml.dmtnds+wbxml');
    let inner: number[] = [0x03, 0x05, 0x6a, 0x00, 0x05];
    for (let level = 0; level < 7; level++) {
      const length = inner.length < 128 ? [inner.length] : [0x80 | (inner.length >>> 7), inner.length & 0x7f];
      // MgmtTree, Node, RTProperties, Type, MIME, then Value.
      inner = [
        ...header,
        0x60,
        0x64,
        0x6f,
        0x75,
        0x61,
        0x03,
        ...type,
        0,
        1,
        1,
        1,
        0x76,
        0xc3,
        ...length,
        ...inner,
        1,
        1,
        1,
      ];
    }
    const { tree } = dissect(registry, 'dmddf', Uint8Array.from(inner));
    checkTiling(tree);
    expect(values(tree, 'dmddf').length).toBe(5);
    expect(tree.findings.filter(({ rule }) => rule.id === 'WBXML-029').length).toBe(1);
  });

  test('data that are not what their type says', () => {
    expect(ids(message(add('just text') + FINAL))).toContain('DOC-005');
    expect(violations(message(add('1 &lt; 2', '<Format>chr</Format><Type>text/plain</Type>') + FINAL).tree)).toEqual(
      [],
    );
    expect(violations(message(add('&lt;b>hi', '<Format>chr</Format><Type>text/plain</Type>') + FINAL).tree)).toEqual(
      [],
    );
  });
});

describe('rules of messages', () => {
  const get = (id: string, uri = './DevInfo'): string =>
    `<Get><CmdID>${id}</CmdID><Item><Target><LocURI>${uri}</LocURI></Target></Item></Get>`;
  test.each<readonly [string, string, readonly string[]]>([
    ['sound', get('1') + FINAL, []],
    ['no CmdID', '<Get><Item><Target><LocURI>.</LocURI></Target></Item></Get><Final/>', ['DM-002', 'DOC-002']],
    ['CmdID 0', get('0') + FINAL, ['DM-002']],
    ['CmdID twice', get('1') + get('1') + FINAL, ['DM-002']],
    [
      'credentials in a command',
      '<Alert><CmdID>1</CmdID><Cred><Data>x</Data></Cred><Data>1201</Data></Alert><Final/>',
      ['DM-003'],
    ],
    [
      'an element of data synchronisation',
      '<Get><CmdID>1</CmdID><Lang>en</Lang><Item><Target><LocURI>.</LocURI></Target></Item></Get><Final/>',
      ['DM-004'],
    ],
    ['no target', '<Delete><CmdID>1</CmdID><Item><Data>x</Data></Item></Delete><Final/>', ['DM-007']],
    ['Get of the Inbox', get('1', './Inbox/x') + FINAL, ['DM-023']],
    ['an alert of data synchronisation', '<Alert><CmdID>1</CmdID><Data>200</Data></Alert><Final/>', ['DM-010']],
    [
      'an unknown status',
      '<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>1</CmdRef><Cmd>Get</Cmd><Data>599</Data></Status><Final/>',
      ['DM-011'],
    ],
    ['Get in Atomic', `<Atomic><CmdID>1</CmdID>${get('2')}</Atomic><Final/>`, ['DM-012']],
    [
      'a bad ACL',
      '<Replace><CmdID>1</CmdID><Item><Target><LocURI>./a?prop=ACL</LocURI></Target><Data>Copy=*</Data></Item></Replace><Final/>',
      ['DM-013'],
    ],
    [
      'a bad format',
      '<Replace><CmdID>1</CmdID><Item><Target><LocURI>./a</LocURI></Target><Meta><Format>text</Format></Meta><Data>1</Data></Item></Replace><Final/>',
      ['DM-019'],
    ],
    ['an element that is not SyncML', `${get('1')}<Frobnicate/>`, ['DOC-001']],
    ['order', '<Get><Item><Target><LocURI>.</LocURI></Target></Item><CmdID>1</CmdID></Get><Final/>', ['DOC-002']],
  ])('%s', (_, body, rules) => {
    expect(violations(message(body).tree)).toEqual(rules);
  });

  test('notes', () => {
    expect(ids(message(get('1')))).toEqual(['DM-008']);
    expect(
      ids(
        message('<Add><CmdID>1</CmdID><Item><Target><LocURI>./a</LocURI></Target><Data>1</Data></Item></Add><Final/>'),
      ),
    ).toEqual(['DM-006']);
  });

  test('versions that do not match', () => {
    expect(violations(message(get('1') + FINAL, HEADER.replace('DM/1.2', 'DM/1.1')).tree)).toEqual(['DM-001']);
    expect(violations(message(get('1') + FINAL, HEADER.replace('DM/1.2', 'DM/1.3')).tree)).toEqual([]);
    expect(
      violations(
        message(get('1') + FINAL, HEADER.replace('<VerDTD>1.2', '<VerDTD>1.1').replace('DM/1.2', 'DM/1.1')).tree,
      ),
    ).toEqual(['DM-001']);
    const octets = fixture('dm11-get.wbxml');
    const dissected = dissect(registry, 'wbxml', Uint8Array.of(octets[0]!, 0xa4, 0x01, ...octets.subarray(3)));
    expect(findingTexts(dissected.tree).join()).toContain('the public identifier says 1.2');
  });

  test('messages of data synchronisation are not judged by these rules', () => {
    expect(
      violations(
        message('<Alert><CmdID>1</CmdID><Data>200</Data></Alert><Final/>', HEADER.replace('DM/1.2', 'SyncML/1.2')).tree,
      ),
    ).toEqual([]);
  });

  test('trees', () => {
    const tree = (inside: string): string[] =>
      ids(dissect(registry, 'dmddf', toUtf8(`<MgmtTree xmlns="syncml:dmddf1.2">${inside}</MgmtTree>`)));
    expect(tree('<VerDTD>1.1</VerDTD><Node><NodeName/></Node>')).toEqual(['DM-018', 'DM-022']);
    expect(
      tree(
        '<VerDTD>1.2</VerDTD><Node><NodeName>a</NodeName><RTProperties><ACL>Get=</ACL><Type><MIME>a/b</MIME></Type></RTProperties></Node>',
      ),
    ).toEqual(['DM-013']);
  });
});

test.each([
  ['', true],
  ['Add=*&Get=*', true],
  ['Replace=a+b.c', true],
  ['Get', false],
  ['Copy=*', false],
  ['Get=a b', false],
  ['Get=a&', false],
])('access control list "%s"', (text, good) => expect(isAcl(text)).toBe(good));

describe('credentials', () => {
  const nonce = toUtf8('Nonce');
  const password = toUtf8('OhBehave');
  const secret: Secret = { form: 'text', typed: 'OhBehave', nonce };
  const cred = (type: string, data: string, format = '<Format>b64</Format>'): Dissected =>
    dissect(
      registry,
      'syncml',
      xml(
        '<Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Final/>',
        `${HEADER}<Cred><Meta>${format}<Type>${type}</Type></Meta><Data>${data}</Data></Cred>`,
      ),
      {
        secrets: [{ form: 'text', typed: 'other' }, secret],
      },
    );

  test('the vector of the specification', () => {
    expect(toBase64(md5Credential('Bruce2', password, nonce))).toBe('Zz6EivR3yeaaENcRN6lpAQ==');
    const { context, tree } = cred('syncml:auth-md5', 'Zz6EivR3yeaaENcRN6lpAQ==');
    expect(context.digests).toMatchObject([{ format: 'syncml-cred', verdict: 'match', formula: 'CRED-MD5' }]);
    expect(violations(tree)).toEqual([]);
  });

  test('basic, wrong, broken', () => {
    expect(cred('syncml:auth-basic', toBase64(toUtf8('Bruce2:OhBehave'))).context.digests).toMatchObject([
      { verdict: 'match', formula: 'CRED-BASIC' },
    ]);
    expect(basicUser(toBase64(toUtf8('Bruce2:OhBehave')))).toBe('Bruce2');
    expect(basicUser('!')).toBeUndefined();
    const wrong = cred('syncml:auth-md5', 'AAAAAAAAAAAAAAAAAAAAAA==', '');
    expect(wrong.context.digests).toMatchObject([{ verdict: 'mismatch', tried: 16 }]);
    expect(violations(wrong.tree)).toEqual(['DM-005', 'DM-015']);
    expect(cred('syncml:auth-md5', 'AAAA').context.digests).toMatchObject([{ verdict: 'not-verifiable' }]);
    expect(cred('syncml:auth-X509', 'AAAA').context.digests).toEqual([]);
    expect(message(FINAL, `${HEADER}<Cred><Data>AAAA</Data></Cred>`).context.digests).toMatchObject([
      { verdict: 'unchecked' },
    ]);
  });

  test('the sample of another encoder', () => {
    const { context, tree } = dissect(registry, 'wbxml', fixture('dm12-cred-md5.wbxml'));
    expect(context.digests).toMatchObject([{ format: 'syncml-cred', verdict: 'unchecked' }]);
    expect(values(tree, 'syncml.meta.next_nonce').length).toBe(1);
  });

  test('x-syncml-hmac', () => {
    const body = fixture('dm12-exec-correlator.wbxml');
    const mac = 'k5uWheQkndpbz9OG6zJR7A==';
    expect(toBase64(bodyMac('Robert Jordan', toUtf8('secret'), toUtf8('nonce1'), body))).toBe(mac);
    const text = `mac=${mac}, username="Robert Jordan", algorithm=MD5`;
    expect(hmacHeader(text)).toEqual({ algorithm: 'MD5', user: 'Robert Jordan', mac });
    expect(hmacHeader('algorithm=MD5')).toBeUndefined();
    const sent = (typed: string): Dissected =>
      dissectPushed(
        'application/vnd.syncml.dm+wbxml',
        { bearer: 'http', syncmlHmac: { text, source: 0, start: 0, end: 0 } },
        body,
        [{ form: 'text', typed, nonce: toUtf8('nonce1') }],
      );
    expect(sent('secret').context.digests).toMatchObject([
      { verdict: 'match', formula: 'CRED-HMAC', covered: { start: 0, end: body.length * 8 } },
    ]);
    expect(ids(sent('wrong'))).toContain('DM-020');
  });
});

describe('pushed messages', () => {
  const at = { source: 0, start: 0, end: 8 };
  const WBXML_TYPE = 'application/vnd.syncml.dm+wbxml';
  const good: Partial<PushCarrier> = {
    pduType: { type: 6, ...at },
    applicationId: { text: 'x', code: 7, ...at },
    contentType: { text: WBXML_TYPE, code: 0x42, ...at },
  };
  const boot = fixture('dm12-tnds-inbox.wbxml');

  test('a bootstrap with its MAC', () => {
    const mac = macText(contentMac(toUtf8('1234'), boot));
    const sent = (typed: string, value = mac): Dissected =>
      dissectPushed(
        WBXML_TYPE,
        {
          ...good,
          parameters: [
            { name: 'sec', value: 'USERPIN' },
            { name: 'mac', value },
          ],
        },
        boot,
        [{ form: 'text', typed }],
      );
    expect(sent('1234').context.digests).toMatchObject([{ format: 'oma-cp', verdict: 'match', formula: 'USERPIN' }]);
    expect(violations(sent('1234').tree)).toEqual([]);
    expect(violations(sent('1235').tree)).toEqual(['DM-016']);
    expect(violations(sent('1', 'x').tree)).toEqual(['DM-016']);
    const bare = dissectPushed(
      WBXML_TYPE,
      { ...good, parameters: [{ name: 'sec', value: 'NETWORKID' }] },
      xml(add(TREE) + FINAL),
    );
    expect(violations(bare.tree)).toEqual(['DM-016', 'DM-017', 'WBXML-032']);
  });

  test('a sessionless message without signature', () => {
    const sent = dissectPushed(WBXML_TYPE, good, fixture('dm12-exec-correlator.wbxml'));
    expect(violations(sent.tree)).toEqual(['SM-003', 'SM-012']);
    const secure = dissectPushed(WBXML_TYPE, { ...good, secure: true }, fixture('dm12-exec-correlator.wbxml'));
    expect(violations(secure.tree)).toEqual(['SM-003']);
  });

  test('what only a session has', () => {
    const sent = dissectPushed(WBXML_TYPE, good, fixture('dm12-alert.wbxml'));
    expect(violations(sent.tree)).toContain('PB-002');
    const status =
      '<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>1</CmdRef><Cmd>Get</Cmd><Data>200</Data></Status>';
    const answers = dissectPushed(
      'application/vnd.syncml.dm+xml',
      good,
      xml(status, HEADER.replace('<SessionID>1</SessionID>', '').replace('srv', '')),
    );
    expect(violations(answers.tree)).toEqual([
      'DM-021',
      'DOC-002',
      'PB-002',
      'SM-003',
      'SM-005',
      'SM-005',
      'SM-006',
      'SM-007',
      'SM-012',
    ]);
  });

  test('commands that want an answer', () => {
    const body =
      '<Get><CmdID>1</CmdID><Item><Target><LocURI>.</LocURI></Target></Item></Get><Alert><CmdID>2</CmdID><Data>1101</Data></Alert><Final/>';
    const sent = dissectPushed(
      'application/vnd.syncml.dm+xml',
      { ...good, secure: true },
      xml(body, HEADER.replace('<Cred', '<Cred').replace('</Source>', '</Source><NoResp/>')),
    );
    expect(ids(sent).filter((id) => id === 'SM-008').length).toBe(3);
  });

  test('objects of a sessionless message', () => {
    const node = (name: string, value: string): string =>
      `<Node><NodeName>${name}</NodeName><RTProperties><Type><MIME>text/plain</MIME></Type></RTProperties><Value>${value}</Value></Node>`;
    const object = (version: string): string =>
      `<Node><NodeName>m${version}</NodeName><RTProperties><Type><DDFName>urn:oma:mo:x:${version}</DDFName></Type></RTProperties></Node>`;
    const tree = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${node('a', './Inbox/a')}${node('b', './Inbox/none')}${node('AAuthSecret', 's')}${object('1.0')}${object('1.1')}</MgmtTree>`;
    const signed = `<Replace><CmdID>9</CmdID><Item><Target><LocURI>./s</LocURI></Target><Meta><Format>xml</Format><Type>application/xml</Type></Meta><Data><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><Reference URI="#part"/></SignedInfo></Signature></Data></Item></Replace>`;
    for (const data of [tree, tree.replaceAll('<', '&lt;')]) {
      const sent = dissectPushed(
        'application/vnd.syncml.dm+xml',
        { ...good, secure: true },
        xml(add(data) + signed + FINAL),
      );
      expect(
        ids(sent)
          .filter((id) => id.startsWith('SM-'))
          .sort(),
      ).toEqual(['SM-007', 'SM-009', 'SM-010', 'SM-013', 'SM-022', 'SM-025']);
    }
  });

  test.each<readonly [Partial<PushCarrier>, readonly string[]]>([
    [{ ...good, pduType: { type: 5, ...at } }, ['PB-011']],
    [{ bearer: 'wsp' }, ['PB-012', 'PB-013']],
    [{ ...good, secure: true, applicationId: { text: 'y', ...at } }, ['PB-022']],
    [{ ...good, contentType: { text: WBXML_TYPE, ...at } }, ['PB-013']],
    [{ ...good, contentType: { text: 'other', code: 0x44, ...at } }, ['PB-013']],
    [
      {
        bearer: 'sip',
        method: { text: 'INVITE', ...at },
        eventAppId: { text: '', ...at },
        contentType: { text: 'text/plain', ...at },
      },
      ['PB-043', 'PB-044', 'PB-045'],
    ],
    [
      {
        bearer: 'sip',
        method: { text: 'MESSAGE', ...at },
        eventAppId: { text: 'syncml.dm', ...at },
        contentType: { text: `${WBXML_TYPE}; a=b`, ...at },
      },
      [],
    ],
    [{ bearer: 'http', contentType: { text: 'text/plain', ...at } }, ['PB-051']],
    [{ bearer: 'obex', method: { text: 'GET', ...at } }, ['PB-061']],
    [{ bearer: 'cbs' }, []],
  ])('carrier %j', (push, rules) => {
    const sent = dissectPushed(WBXML_TYPE, push, boot);
    expect(ids(sent).filter((id) => id.startsWith('PB-'))).toEqual(rules);
  });
});

const TRUTH = new URL('../../../../../shared/samples/made/expected/dm-messages.truth.json', import.meta.url);

describe.skipIf(!existsSync(TRUTH))('messages that were pushed between real programs', () => {
  const truth = existsSync(TRUTH)
    ? (JSON.parse(readFileSync(TRUTH, 'utf8')) as Readonly<Record<string, { readonly hex: string }>>)
    : {};
  const read = (name: string): Dissected =>
    dissect(registry, name.endsWith('.xml') ? 'xml' : 'wbxml', fromHex(truth[name]!.hex)!);

  test.each(Object.keys(truth))('%s', (name) => {
    const { tree } = read(name);
    checkTiling(tree);
    expect(tree.findings.filter(({ rule }) => rule.id.startsWith('WBXML') || rule.id.startsWith('XML'))).toEqual([]);
  });

  test('signed ones are sessionless, and XML is not allowed for them', () => {
    expect(violations(read('sess.signed.wbxml').tree)).toEqual([]);
    expect(violations(read('sess.hmac.wbxml').tree)).toEqual([]);
    expect(violations(read('sess.enc.wbxml').tree)).toEqual([]);
    expect(violations(read('sess.hmac.xml').tree)).toEqual(['SM-007']);
  });

  test('the binary and the textual form have the same fields', () => {
    const names = [
      'syncml.cmd_id',
      'syncml.target.loc_uri',
      'syncml.alert.code',
      'syncml.data',
      'syncml.meta.format',
      'syncml.correlator',
    ];
    const [binary, text] = [read('dmcmd.wbxml').tree, read('dmcmd.xml').tree];
    for (const name of names) expect(values(text, name)).toEqual(values(binary, name));
  });
});

test('device information', () => {
  const { tree, context } = dissect(registry, 'wbxml', fixture('devinf12.wbxml'));
  expect(context.protocolName).toBe('DevInf');
  expect(values(tree, 'devinf.man').length).toBe(1);
  expect(context.info).toMatch(/^Device information: \S+/);
});

test('texts in words', () => {
  expect(explainAcl('Get=*&Replace=a+b')).toBe('Get by any server; Replace by a, b');
  expect(explainAcl('')).toBe('as the parent');
  expect(explainAcl('Get')).toBeUndefined();
  expect(explainUri('./a?prop=ACL')).toBe('property ACL');
  expect(explainUri('./a?list=Struct')).toBe('the tree below, Struct');
  expect(explainUri('./Inbox')).toContain('finds the place');
  expect(explainUri('./Inbox/a')).toContain('sent with this one');
  expect(explainUri('./a')).toBeUndefined();
  expect(explainObject('urn:oma:mo:oma-dm-dmacc:1.1')).toBe('DM account');
  expect(explainObject('x')).toBeUndefined();
  expect(explainOptions('MINDT=10&MAXDT=30&DR=1&MAXLEN=8&IT=N&ET=P&x=y')).toBe(
    'shown at least 10 s, shown at most 30 s, default answer 1, at most 8 characters, input type N, echoed as a password',
  );
  expect(explainOptions('ET=T')).toBe('echo type T');
  expect(explainOptions('hello')).toBeUndefined();
  const { tree } = dissect(registry, 'wbxml', fixture('dm12-tnds-inbox.wbxml'));
  expect(tree.note(tree.find1('dmddf.ddf_name')!)).toBe('DM account');
});

test('base64 of the vectors is what it should be', () => {
  expect(fromBase64('PAszfg5zTDxrumxt8WB5EA==')?.length).toBe(16);
});
