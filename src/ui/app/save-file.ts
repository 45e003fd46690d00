/** Hands a file to the browser to be saved under a name; nothing leaves the page. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after this task.
  setTimeout(() => URL.revokeObjectURL(url), SAVE_MS);
}

const SAVE_MS = 60_000;

/** `day.pcapng` and `shown`, `csv` make `day-shown.csv`; what no file system likes is left out. */
export function exportName(capture: string, what: string, extension: string): string {
  const stem = capture
    .replace(/\.gz$/i, '')
    .replace(/\.[a-z0-9]{1,6}$/i, '')
    .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
    .replace(/^[. -]+|[. -]+$/g, '')
    .slice(0, 80);
  return `${stem === '' ? 'packets' : stem}-${what}.${extension}`;
}
