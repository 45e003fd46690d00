/** All octets of standard input. */
export async function standardInput(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part as Buffer));
  return new Uint8Array(Buffer.concat(parts));
}
