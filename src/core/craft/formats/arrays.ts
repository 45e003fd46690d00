import { type FormatItem, packetName } from './item.ts';
import { commentLine } from './safe-text.ts';

/** Numbers of a line. */
const LINE = 12;

function rows(bytes: Uint8Array, indent: string, number: (octet: number) => string): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += LINE)
    out += `${indent}${Array.from(bytes.subarray(at, at + LINE), number).join(', ')},\n`;
  return out;
}

const hex = (octet: number) => `0x${octet.toString(16).padStart(2, '0')}`;
/** Java's byte is signed: 128 to 255 are written as -128 to -1. */
const signed = (octet: number) => String(octet > 127 ? octet - 256 : octet);

const about = ({ comment, bytes }: FormatItem, i: number) => {
  const words = commentLine(comment);
  return `${packetName(i)}, ${bytes.length} octets${words === '' ? '' : `: ${words}`}`;
};

/** C (and C++) arrays of unsigned char. */
export function asC(items: readonly FormatItem[]): string {
  return items
    .map((item, i) => {
      const { bytes } = item;
      return `/* ${about(item, i)} */\nstatic const unsigned char packet${i + 1}[${bytes.length}] = {\n${rows(bytes, '    ', hex)}};\n`;
    })
    .join('\n');
}

/** A Java class with an array of bytes for each packet. */
export function asJava(items: readonly FormatItem[]): string {
  const fields = items.map((item, i) => {
    const { bytes } = item;
    return `    // ${about(item, i)}\n    static final byte[] PACKET${i + 1} = {\n${rows(bytes, '        ', signed)}    };\n`;
  });
  return `final class Packets {\n${fields.join('\n')}}\n`;
}

/** Python values of type bytes. */
export function asPython(items: readonly FormatItem[]): string {
  return items
    .map((item, i) => `# ${about(item, i)}\npacket${i + 1} = bytes([\n${rows(item.bytes, '    ', hex)}])\n`)
    .join('\n');
}

/** TypeScript (and JavaScript) values of type Uint8Array. */
export function asTypeScript(items: readonly FormatItem[]): string {
  return items
    .map(
      (item, i) =>
        `// ${about(item, i)}\nexport const packet${i + 1} = Uint8Array.from([\n${rows(item.bytes, '  ', hex)}]);\n`,
    )
    .join('\n');
}
