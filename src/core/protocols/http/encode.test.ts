import { describe, expect, it } from 'vitest';
import { fromLatin1, toUtf8 } from '../../base/bytes.ts';
import { boundaryFor, mimeMultipart } from '../mime-multipart/encode.ts';
import { sipAnswer, sipMessage } from '../sip/encode.ts';
import { httpRequest, httpResponse } from './encode.ts';

const hostile = 'a\r\nX-Evil: 1\0b';

describe('messages with header lines', () => {
  it('HTTP requests state host and length, unless the headers do', () => {
    const draft = { method: 'POST', target: '/x', host: 'h.example', body: toUtf8('hi') };
    const text = fromLatin1(httpRequest({ ...draft, headers: [{ name: 'A', value: hostile }] }));
    expect(text).toBe('POST /x HTTP/1.1\r\nHost: h.example\r\nA: a X-Evil: 1 b\r\nContent-Length: 2\r\n\r\nhi');
    const own = [
      { name: 'host', value: 'other' },
      { name: 'content-length', value: '99' },
    ];
    expect(fromLatin1(httpRequest({ ...draft, headers: own }))).toBe(
      'POST /x HTTP/1.1\r\nhost: other\r\ncontent-length: 99\r\n\r\nhi',
    );
  });

  it('HTTP responses of 204 state no length', () => {
    expect(fromLatin1(httpResponse(204, 'No Content', []))).toBe('HTTP/1.1 204 No Content\r\n\r\n');
    expect(fromLatin1(httpResponse(200, 'OK', [], toUtf8('x')))).toBe('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx');
  });

  it('SIP messages keep line ends of values out', () => {
    const draft = {
      to: 'sip:a@b',
      from: `sip:${hostile}@b`,
      via: { transport: 'UDP', host: 'h', port: 5060 },
      branch: '1',
      tag: 't',
      callId: 'c',
      sequence: 1,
      contentType: 'a/b',
      body: toUtf8('x'),
    } as const;
    expect(fromLatin1(sipMessage(draft)).split('\r\n')).not.toContain('X-Evil: 1');
    expect(fromLatin1(sipAnswer(draft, 404, 'Not Found')).split('\r\n')[0]).toBe('SIP/2.0 404 Not Found');
    expect(fromLatin1(sipAnswer(draft))).not.toMatch(/\r\nX-Evil/);
  });

  it('multipart bodies choose a boundary that no part has', () => {
    const parts = [{ headers: [{ name: 'Content-Type', value: 'a/b' }], body: toUtf8('--pushscope-0\r\n') }];
    const boundary = boundaryFor(parts);
    expect(boundary).toBe('pushscope-1');
    expect(fromLatin1(mimeMultipart(parts, boundary))).toBe(
      '--pushscope-1\r\nContent-Type: a/b\r\n\r\n--pushscope-0\r\n\r\n--pushscope-1--\r\n',
    );
  });
});
