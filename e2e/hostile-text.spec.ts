import { expect, test } from '@playwright/test';
import { dropFile, field, packetList } from './support/app.ts';

/** A capture of one HTTP request (link type 101: IP) whose target holds these octets. */
function requestFor(target: Buffer): Buffer {
  const request = Buffer.concat([Buffer.from('GET /'), target, Buffer.from(' HTTP/1.1\r\nHost: a\r\n\r\n')]);
  const packet = Buffer.concat([Buffer.alloc(40), request]);
  packet[0] = 0x45;
  packet.writeUInt16BE(packet.length, 2);
  packet.set([64, 6], 8);
  packet.set([192, 0, 2, 1, 192, 0, 2, 2], 12);
  packet.writeUInt16BE(40_000, 20);
  packet.writeUInt16BE(80, 22);
  packet.set([0x50, 0x18], 32);
  const head = Buffer.alloc(40);
  head.writeUInt32LE(0xa1b2c3d4);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(101, 20);
  head.writeUInt32LE(1_700_000_000, 24);
  head.writeUInt32LE(packet.length, 32);
  head.writeUInt32LE(packet.length, 36);
  return Buffer.concat([head, packet]);
}

test('characters that cannot be seen stand as escapes in the list, as they do in the tree', async ({ page }) => {
  await page.goto('/');
  await dropFile(page, 'unseen.pcap', requestFor(Buffer.from([0x61, 0x85, 0x9b, 0x62])));
  const row = packetList(page).getByRole('row').nth(1);
  await expect(row).toContainText('GET /a\\x85\\x9bb');
  await row.click();
  await expect(field(page, /a\\x85\\x9bb/)).toBeVisible();
});
