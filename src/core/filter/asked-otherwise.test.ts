import { expect, test } from 'vitest';
import { createRegistry } from '../protocols/index.ts';
import { ADVISED, askedOtherwise } from './asked-otherwise.ts';
import { filterCatalogue } from './catalogue.ts';
import { compileFilter } from './compile.ts';

const catalogue = filterCatalogue(createRegistry());

function messageFor(filter: string): string | undefined {
  const compiled = compileFilter(filter, catalogue);
  return 'fault' in compiled ? compiled.fault.message : undefined;
}

test('fields that only Wireshark has lead to what is asked for here', () => {
  expect(messageFor('tcp.payload contains 01')).toBe(
    'there is no field or protocol "tcp.payload"; octets are asked of the protocol: tcp contains "x", tcp[20:2] == 06:2f',
  );
  expect(messageFor('_ws.expert.severity == "x"')).toMatch(/rule\.severity/);
  expect(messageFor('tcp.analysis.flags')).toMatch(/tcp\.analysis\.retransmission/);
  expect(askedOtherwise('tcp.payloads')).toBeUndefined();
});

test('nothing is advised of a field that there is, and each filter that is advised is right', () => {
  for (const { begins, filters } of ADVISED) {
    expect(catalogue.get(begins), begins).toBeUndefined();
    for (const filter of filters) expect(messageFor(filter), filter).toBeUndefined();
  }
});
