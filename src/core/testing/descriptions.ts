import { type Documents, describePacket } from '../craft/describe-packet.ts';
import { dissectAlone } from '../craft/dissect-alone.ts';
import { formatDescription } from '../craft/format-description.ts';
import { Names } from '../craft/names.ts';
import { createRegistry } from '../protocols/index.ts';
import { octets } from './packets.ts';
import { wireExamples } from './wire-examples.ts';

/** Names of all protocols; made once, because the registry is large. */
export const names = new Names(createRegistry());

/** A WSP push of a service indication, as a gateway sent it in an Ethernet frame. */
export const PUSH_FRAME =
  '02005e10000202005e1000010800450000791b45400040110a760a5b00010a5b000323f00b8400656cda070614ae' +
  'a96375726c2f372e38382e310080808dc6c39302056a0045c60d03676e692e63680011033140676e692e636800080ac307' +
  '1999062515231510c304200506300103596f7520686176652034206e657720656d61696c73000101';

/** The description of octets that begin with a layer or a link type. */
export function described(start: string | number, packet: string | Uint8Array, documents: Documents = 'xml'): string {
  const bytes = octets(packet);
  const { tree, context } = dissectAlone(
    names.registry,
    { bytes, start: typeof start === 'number' ? { table: 'link.type', key: start } : { table: 'layer', key: start } },
    [],
  );
  return formatDescription(describePacket(tree, context, names, [], documents));
}

/** Frames of the reference's table. */
export function exampleFrames(csv: string): readonly { readonly linkType: number; readonly bytes: Uint8Array }[] {
  return wireExamples(csv, /./).flatMap(({ linkType, packets }) =>
    packets.filter((hex) => /^[0-9a-f]+$/i.test(hex)).map((hex) => ({ linkType, bytes: octets(hex) })),
  );
}
