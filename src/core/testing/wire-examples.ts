/** A frame, or frames, of the reference with what is stated of them. */
export interface WireExample {
  readonly name: string;
  readonly linkType: number;
  readonly packets: readonly string[];
  /** Filter names and the distinct values stated, numbers as numbers. */
  readonly fields: readonly (readonly [string, readonly (string | number)[]])[];
}

function csvRow(line: string): string[] {
  return [...line.matchAll(/("((?:[^"]|"")*)"|[^,]*)(,|$)/g)].map(([, plain, quoted]) => quoted ?? plain ?? '');
}

/** Examples whose names match, of the reference's table of frames (`tests/fixtures/wire-examples.csv`). */
export function wireExamples(csv: string, names: RegExp): readonly WireExample[] {
  return csv
    .split(/\r?\n/)
    .map(csvRow)
    .filter(([name]) => names.test(name ?? ''))
    .map(([name = '', , , linkType, hex = '', , stated = '']) => ({
      name,
      linkType: Number(linkType),
      packets: hex.split('|'),
      fields: stated.split('; ').map((pair) => {
        const [field = '', value = ''] = pair.split('=');
        return [field, value.split(',').map((text) => (/^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : text))];
      }),
    }));
}

/** Packets of a little-endian or big-endian pcap file. */
export function pcapPackets(bytes: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isLittle = view.getUint8(0) !== 0xa1;
  const out: Uint8Array[] = [];
  for (let at = 24; at + 16 <= bytes.length; ) {
    const size = view.getUint32(at + 8, isLittle);
    out.push(bytes.subarray(at + 16, at + 16 + size));
    at += 16 + size;
  }
  return out;
}
