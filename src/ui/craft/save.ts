/** Hands a file to the browser's downloads. */
export function saveFile(name: string, content: Uint8Array | string, type = 'application/octet-stream'): void {
  const address = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the blob once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A name for a file system: what a packet is called may hold anything. */
export function fileName(name: string, extension: string): string {
  const plain = name
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60)
    .toLowerCase();
  return `${plain === '' ? 'packet' : plain}.${extension}`;
}
