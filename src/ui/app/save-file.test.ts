import { expect, test } from 'vitest';
import { exportName } from './save-file.ts';

test.each([
  ['day.pcapng', 'shown', 'csv', 'day-shown.csv'],
  ['day.pcap.gz', 'all', 'pcap', 'day-all.pcap'],
  ['Pasted hexdump -C', 'all', 'json', 'Pasted hexdump -C-all.json'],
  ['../../etc/passwd', 'all', 'pcap', 'etc-passwd-all.pcap'],
  ['', 'marked', 'pcap', 'packets-marked.pcap'],
  ['a\u202egpj.pcap', 'all', 'pcap', 'a-gpj-all.pcap'],
])('%j, %s, %s is saved as %s', (capture, what, extension, expected) => {
  expect(exportName(capture, what, extension)).toBe(expected);
});
