import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as http } from '../http/http.ts';
import { register as mime } from '../mime-multipart/mime-multipart.ts';
import { register as xml } from '../xml/xml.ts';
import { clientAddress } from './address.ts';
import { register } from './pap.ts';
import { statusName } from './status-codes.ts';

const registry = new Registry();
for (const one of [frame, http, mime, xml, register]) one(registry);

const TO = '<address address-value="WAPPUSH=+4915100000000/TYPE=PLMN@ppg.example"/>';
const read = (inside: string, doctype = '') => {
  const result = dissect(registry, 'pap', toUtf8(`<?xml version="1.0"?>${doctype}<pap>${inside}</pap>`));
  checkTiling(result.tree);
  return result;
};
const broken = (inside: string, doctype = '') => violations(read(inside, doctype).tree);
const noted = (inside: string) => read(inside).tree.findings.map(({ rule }) => rule.id);

// push-content.md 8.5.
const SUBMISSION = `POST /wappush HTTP/1.1
Host: ppg.example
Content-Type: multipart/related; boundary=asdf; type="application/xml"
Content-Length: @

--asdf
Content-Type: application/xml

<?xml version="1.0"?>
<!DOCTYPE pap PUBLIC "-//WAPFORUM//DTD PAP 2.0//EN" "http://www.wapforum.org/DTD/pap_2.0.dtd" [<?wap-pap-ver supported-versions="2.0,1.*"?>]>
<pap product-name="example">
 <push-message push-id="77@pi.example" deliver-before-timestamp="2026-12-31T06:45:00Z" ppg-notify-requested-to="http://pi.example/notify">
  <address address-value="WAPPUSH=+4915100000000/TYPE=PLMN@ppg.example"/>
  <quality-of-service priority="high" delivery-method="unconfirmed" bearer="SMS" bearer-required="true"/>
 </push-message>
</pap>
--asdf
Content-Type: text/plain
X-Wap-Application-Id: x-wap-application:wml.ua

hello
--asdf--
`.replace(/\n/g, '\r\n');

function send(message: string) {
  const [head = '', ...rest] = message.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const result = dissect(registry, 'http', toUtf8(`${head.replace('@', String(body.length))}\r\n\r\n${body}`));
  checkTiling(result.tree);
  return result;
}

test('a submission over HTTP', () => {
  const { tree, context } = send(SUBMISSION);
  expect(violations(tree)).toEqual([]);
  expect(context.info).toBe('POST /wappush, PAP push-message, 77@pi.example, to +4915100000000 | text/plain');
  expect(context.protocolName).toBe('PAP');
  expect(values(tree, 'wap.pap.push_id')).toEqual(['77@pi.example']);
  expect(values(tree, 'wap.pap.address_value')).toEqual(['WAPPUSH=+4915100000000/TYPE=PLMN@ppg.example']);
  expect(values(tree, 'wap.pap.priority')).toEqual(['high']);
  expect(values(tree, 'wap.pap.bearer_required')).toEqual(['true']);
  expect(values(tree, 'wap.pap.ppg_notify_requested_to')).toEqual(['http://pi.example/notify']);
});

test.each([
  ['GET', ['PAP-010']],
  ['POST', []],
])('a submission by %s', (method, expected) => {
  expect(violations(send(SUBMISSION.replace('POST', method)).tree)).toEqual(expected);
});

test.each([
  [202, []],
  [200, ['PAP-008']],
])('a response with the HTTP status %i', (status, expected) => {
  const body = '<pap><push-response push-id="77@pi.example"><response-result code="1001"/></push-response></pap>';
  const { tree, context } = send(
    `HTTP/1.1 ${status} X\r\nContent-Type: application/xml\r\nContent-Length: @\r\n\r\n${body}`,
  );
  expect(violations(tree)).toEqual(expected);
  expect(context.info).toBe(`HTTP ${status} X, PAP push-response, 77@pi.example, 1001 Accepted for Processing`);
  expect(values(tree, 'wap.pap.code')).toEqual([1001]);
});

describe('operations', () => {
  test.each([
    [
      'a cancellation',
      `<cancel-message push-id="1">${TO}${TO}</cancel-message>`,
      'PAP cancel-message, 1, to +4915100000000 and 1 more',
    ],
    [
      'its answer',
      `<cancel-response push-id="1"><cancel-result code="2008">${TO}</cancel-result></cancel-response>`,
      'PAP cancel-response, 1, 2008 Cancellation Not Possible',
    ],
    [
      'a result',
      `<resultnotification-message push-id="1" message-state="delivered" code="1000" event-time="2026-01-01T00:00:00Z">${TO}<quality-of-service/></resultnotification-message>`,
      'PAP resultnotification-message, 1, to +4915100000000, delivered, 1000 OK',
    ],
    [
      'its answer',
      `<resultnotification-response push-id="1" code="1000">${TO}</resultnotification-response>`,
      'PAP resultnotification-response, 1, to +4915100000000, 1000 OK',
    ],
    ['a query of status', '<statusquery-message push-id="1"/>', 'PAP statusquery-message, 1'],
    [
      'its answer',
      `<statusquery-response push-id="1"><statusquery-result message-state="pending" code="1001">${TO}</statusquery-result></statusquery-response>`,
      'PAP statusquery-response, 1, 1001 Accepted for Processing',
    ],
    [
      'a query of capabilities',
      `<ccq-message query-id="q" app-id="7">${TO}</ccq-message>`,
      'PAP ccq-message, q, to +4915100000000',
    ],
    [
      'its answer',
      `<ccq-response query-id="q" code="3004">${TO}</ccq-response>`,
      'PAP ccq-response, q, to +4915100000000, 3004 Capability Matching Not Supported',
    ],
    [
      'what was not understood',
      '<badmessage-response code="2000" bad-message-fragment="x"/>',
      'PAP badmessage-response, 2000 Bad Request',
    ],
    [
      'progress',
      '<push-response push-id="1" reply-time="2026-01-01T00:00:00Z"><progress-note stage="1" note="n" time="2026-01-01T00:00:00Z"/><response-result code="1000"/></push-response>',
      'PAP push-response, 1, 1000 OK',
    ],
  ])('%s', (_, inside, info) => {
    const { tree, context } = read(inside);
    expect(violations(tree)).toEqual([]);
    expect(context.info).toBe(info);
  });
});

describe('rules', () => {
  const push = (attributes: string, inside = TO) => `<push-message push-id="1" ${attributes}>${inside}</push-message>`;
  const result = (code: string) => `<push-response push-id="1"><response-result code="${code}"/></push-response>`;
  test.each([
    ['no push-id', `<push-message>${TO}</push-message>`, ['PAP-001']],
    ['no address', push('', ''), ['DOC-002']],
    ['another element', push('', `${TO}<colour/>`), ['DOC-001']],
    ['another attribute', push('colour="red"'), ['DOC-006']],
    ['two messages', `${push('')}${push('')}`, ['DOC-002']],
    ['no message', '', ['DOC-002']],
    ['a priority', push('', `${TO}<quality-of-service priority="urgent"/>`), ['PAP-002']],
    ['a truth', push('progress-notes-requested="yes"'), ['PAP-002']],
    ['a time', push('deliver-before-timestamp="tomorrow"'), ['PAP-003']],
    ['a day that is none', push('deliver-after-timestamp="2026-02-30T00:00:00Z"'), ['PAP-003']],
    [
      'times that leave none',
      push('deliver-before-timestamp="2026-01-01T00:00:00Z" deliver-after-timestamp="2026-01-02T00:00:00Z"'),
      ['PAP-006'],
    ],
    [
      'times that leave some',
      push('deliver-before-timestamp="2026-01-03T00:00:00Z" deliver-after-timestamp="2026-01-02T00:00:00Z"'),
      [],
    ],
    ['a code', result('99'), ['PAP-004']],
    ['a code in words', result('ok'), ['PAP-004']],
    ['an address', push('', '<address address-value="+49151"/>'), ['PAP-005']],
    ['a number', push('', '<address address-value="WAPPUSH=49151/TYPE=PLMN@a"/>'), ['PAP-005']],
  ])('%s', (_, inside, expected) => {
    expect(broken(inside)).toEqual(expected);
  });
  test('codes that are not known, and addresses without gateway, are noted', () => {
    expect(noted(result('1234'))).toEqual(['PAP-007']);
    expect(noted(result('22001'))).toEqual(['PAP-007']);
    expect(noted(push('', '<address address-value="WAPPUSH=+1/TYPE=PLMN"/>'))).toEqual(['PAP-011']);
  });
  test('what PAP 2.0 added', () => {
    const doctype = (version: string) => `<!DOCTYPE pap PUBLIC "-//WAPFORUM//DTD PAP ${version}//EN" "x">`;
    expect(broken(push('replace-push-id="2"'), doctype('1.0'))).toEqual(['PAP-009']);
    expect(broken(push('replace-push-id="2" replace-method="all"'), doctype('2.0'))).toEqual([]);
  });
});

// push-content.md 8.4.
test.each([
  ['WAPPUSH=john.doe%40oma.org/TYPE=USER@ppg.carrier.com', 'john.doe@oma.org', 'USER', 'ppg.carrier.com'],
  ['WAPPUSH=+155519990730/TYPE=PLMN@ppg.carrier.com', '+155519990730', 'PLMN', 'ppg.carrier.com'],
  ['WAPPUSH=195.153.199.30/TYPE=IPv4@ppg.carrier.com', '195.153.199.30', 'IPV4', 'ppg.carrier.com'],
  ['WAPPUSH="sip%3Abob%40atlanta.com"/TYPE=URI@ppg.carrier.com', 'sip:bob@atlanta.com', 'URI', 'ppg.carrier.com'],
  [
    'WAPPUSH=FEDC:BA98:7654:3210:FEDC:BA98:7654:3210/TYPE=IPv6@ppg.example',
    'FEDC:BA98:7654:3210:FEDC:BA98:7654:3210',
    'IPV6',
    'ppg.example',
  ],
  ['/wappush=+1-2.3/QUAL=a/type=Plmn', '+1-2.3', 'PLMN', undefined],
  ['WAPPUSH=0%3A100/TYPE=USER@rim.net', '0:100', 'USER', 'rim.net'],
  ['WAPPUSH=1/TYPE=ReFLEX_MSISDN@a', '1', 'REFLEX_MSISDN', 'a'],
])('client address %s', (text, client, type, host) => {
  expect(clientAddress(text)).toEqual({ client, type, host, fault: undefined });
});

test.each([
  'WAPPUSH=300.1.2.3/TYPE=IPv4@a',
  'WAPPUSH=1.2.3.4./TYPE=IPv4@a',
  'WAPPUSH=/TYPE=USER@a',
  'WAPPUSH=1/TYPE=FAX@a',
  'WAPPUSH=%zz/TYPE=PLMN@a',
  'WAPPUSH=bob/TYPE=URI@a',
])('client address %s has a fault', (text) => expect(clientAddress(text)?.fault).toBeTypeOf('string'));

test('client addresses without the form are none, and nothing throws', () => {
  expect([clientAddress('bob@example'), clientAddress('WAPPUSH=bob')]).toEqual([undefined, undefined]);
  fc.assert(fc.property(fc.string(), (text) => clientAddress(`WAPPUSH=${text}/TYPE=${text}`) !== undefined));
});

test('codes that are not known count as the general one of their class', () => {
  expect([2001, 2999, 5027, 999, 9000].map(statusName)).toEqual([
    'Forbidden',
    'taken as Bad Request',
    'Client Aborted (USERRFS)',
    undefined,
    undefined,
  ]);
});
