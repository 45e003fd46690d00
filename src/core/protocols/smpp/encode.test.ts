import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { checkTiling, dissect, findingTexts, values } from '../../testing/packets.ts';
import { createRegistry } from '../index.ts';
import { portParameters, sarParameters, smppBind, smppMessage, smppResponse } from './encode.ts';

const REGISTRY = createRegistry();
const addresses = { source: { address: '+1999' }, destination: { ton: 2, npi: 8, address: '1555' } };

function read(pdu: Uint8Array) {
  const { tree } = dissect(REGISTRY, 'smpp', pdu);
  checkTiling(tree);
  expect(findingTexts(tree)).toEqual([]);
  return (name: string) => values(tree, name);
}

describe('SMPP PDUs', () => {
  it('writes the bind of SMPP 3.4 2.7.1', () => {
    const pdu = smppBind({
      kind: 'transmitter',
      sequence: 1,
      systemId: 'SMPP3TEST',
      password: 'secret08',
      systemType: 'SUBMIT1',
    });
    expect(toHex(pdu)).toBe(
      '0000002f000000020000000000000001534d50503354455354007365637265743038005355424d4954310034000000',
    );
  });

  it.each(['submit_sm', 'deliver_sm'] as const)('writes %s with a short message', (command) => {
    const value = read(
      smppMessage({ command, sequence: 3, ...addresses, dataCoding: 0, message: Uint8Array.of(0x68, 0x69) }),
    );
    expect(value('smpp.message')).toEqual(['6869']);
    expect(value('smpp.destination_addr')).toEqual(['1555']);
    expect(value('smpp.source_addr_ton')).toEqual([1]);
    expect(value('smpp.dest_addr_npi')).toEqual([8]);
  });

  it('writes data_sm and long messages with message_payload, ports and segment numbers', () => {
    const parameters = [...portParameters(9999, 9998), ...sarParameters(5, 1, 1)];
    for (const command of ['data_sm', 'submit_sm'] as const) {
      const value = read(smppMessage({ command, sequence: 3, ...addresses, message: new Uint8Array(300), parameters }));
      expect(value('smpp.destination_port')).toEqual([9999]);
      expect(value('smpp.sar_segment_seqnum')).toEqual([1]);
    }
  });

  it('answers a request with its command and sequence number', () => {
    const answer = smppResponse(
      smppMessage({ command: 'submit_sm', sequence: 77, ...addresses, message: Uint8Array.of(1) }),
      'id-1',
    );
    const value = read(answer);
    expect(value('smpp.command_id')).toEqual([0x80000004]);
    expect(value('smpp.sequence_number')).toEqual([77]);
    expect(value('smpp.message_id')).toEqual(['id-1']);
  });
});
