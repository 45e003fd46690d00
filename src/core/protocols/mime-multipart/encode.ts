import { concatBytes, fromLatin1, toUtf8 } from '../../base/bytes.ts';

export interface MimePart {
  /** Content-Type first, then what else the part has. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: Uint8Array;
}

/** A boundary that stands in none of the parts (RFC 2046 5.1.1); the same parts give the same one. */
export function boundaryFor(parts: readonly MimePart[]): string {
  const texts = parts.map(({ body }) => fromLatin1(body));
  for (let number = 0; ; number++) {
    const boundary = `pushscope-${number}`;
    if (!texts.some((text) => text.includes(boundary))) return boundary;
  }
}

/** Body of a multipart media type: each part behind its delimiter, the last delimiter closed. */
export function mimeMultipart(parts: readonly MimePart[], boundary: string): Uint8Array {
  const pieces = parts.map(({ headers, body }) => {
    const lines = headers.map(({ name, value }) => `${name}: ${value.replace(/[\r\n\0]+/g, ' ')}\r\n`).join('');
    return concatBytes(toUtf8(`--${boundary}\r\n${lines}\r\n`), body, toUtf8('\r\n'));
  });
  return concatBytes(...pieces, toUtf8(`--${boundary}--\r\n`));
}
