import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLatin1, toUtf8 } from '../../base/bytes.ts';
import { startLineAt } from './start-line.ts';

/** The same by expressions over the text of the line. */
function expected(text: string): string | undefined {
  if (text.length < 'A a SIP/2.0'.length) return undefined;
  const response = /^SIP\/(\d+\.\d+) (\d{3})(?: (.*))?$/.exec(text);
  if (response !== null) return `response ${response[1]} ${response[2]} "${response[3] ?? ''}"`;
  const gap = text.indexOf(' ');
  const method = text.slice(0, Math.max(0, gap));
  const versionAt = text.lastIndexOf(' SIP/') + 1;
  const version = text.slice(versionAt + 4).trimEnd();
  const uri = text.slice(gap, versionAt).trim();
  if (uri === '' || !/^[A-Za-z0-9.!%*_+`'~-]+$/.test(method) || !/^\d+\.\d+$/.test(version)) return undefined;
  return `request ${version} ${method} "${uri}"`;
}

const line = fc
  .array(
    fc.constantFrom(
      'INVITE',
      'ACK',
      ' ',
      '  ',
      'sip:a@b',
      ' SIP/2.0',
      'SIP/',
      '2.0',
      '200',
      ' OK',
      'X',
      '\r',
      'é',
      '\t',
      '7',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const usual = fc.constantFrom(
  'MESSAGE sip:a@b SIP/2.0',
  'ACK  sip:a b  SIP/2.0 ',
  'SIP/2.0 200 OK',
  'SIP/2.0 4044',
  'SIP/2.0 200',
);

test('reads start lines as expressions would', () => {
  const met = new Set<string | undefined>();
  fc.assert(
    fc.property(fc.oneof(line, usual), fc.constantFrom('\n', '\r\n'), (text, lineEnd) => {
      const bytes = toUtf8(`${text}${lineEnd}`);
      const shown = fromLatin1(bytes.subarray(0, bytes.length - 1)).replace(/\r$/, '');
      const first = startLineAt(bytes, 0, bytes.length, true);
      // A blank or a letter beyond ASCII at the begin is told apart before the line is looked at.
      const want = /^[!-~]/.test(shown) ? expected(shown) : undefined;
      met.add(want?.slice(0, 7));
      if (first === undefined || first === 'more') expect(want).toBe(undefined);
      else {
        const status = String(first.status).padStart(3, '0');
        const said = first.kind === 'response' ? status : first.method;
        expect(`${first.kind} ${first.version} ${said} "${first.text}"`).toBe(want);
        expect(shown.slice(first.textStart, first.textStart + first.text.length)).toBe(first.text);
      }
    }),
    { numRuns: 5000 },
  );
  expect(met).toEqual(new Set([undefined, 'request', 'respons']));
});
