import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { goToPacket, idle, openFile, packetList } from './support/app.ts';

/** A WSP push over raw IPv4. */
const PUSH = Buffer.from('45000025000100004011000000000000000000000b840b840011000001060283af8278', 'hex');
const ETHERNET = Buffer.from('0200000000010200000000020800', 'hex');
const FIRST = 1_700_000_000;

/** A pcap of pushes at some seconds, each with its second as last number of the destination. */
function captureAt(linkType: 101 | 1, seconds: readonly number[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(262_144, 16);
  head.writeUInt32LE(linkType, 20);
  const records = seconds.map((second) => {
    const packet = Buffer.concat([linkType === 1 ? ETHERNET : Buffer.alloc(0), PUSH]);
    packet[packet.length - PUSH.length + 19] = second;
    const record = Buffer.alloc(16);
    record.writeUInt32LE(FIRST + second, 0);
    record.writeUInt32LE(packet.length, 8);
    record.writeUInt32LE(packet.length, 12);
    return Buffer.concat([record, packet]);
  });
  return Buffer.concat([head, ...records]);
}

const column = (page: Page, key: string): Promise<readonly string[]> =>
  packetList(page).locator(`[data-place] [data-key="${key}"]`).allTextContents();

/** What each packet of the list is, top to bottom: its second and whether it came by Ethernet. */
async function expectMerged(page: Page): Promise<void> {
  expect(await column(page, 'number')).toEqual(['1', '2', '3', '4', '5']);
  expect(await column(page, 'destination')).toEqual(['0.0.0.1', '0.0.0.2', '0.0.0.3', '0.0.0.4', '0.0.0.9']);
  expect((await column(page, 'time')).map(Number)).toEqual([0, 1, 2, 3, 8]);
  const raw = String(PUSH.length);
  const ethernet = String(PUSH.length + ETHERNET.length);
  expect(await column(page, 'length')).toEqual([raw, ethernet, raw, ethernet, raw]);
}

test('a second file is merged by time, and the export has order, interfaces and comments', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'pushscope-merge-'));
  try {
    const [raw, ethernet, out] = ['raw.pcap', 'ethernet.pcap', 'out.pcapng'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(raw, captureAt(101, [1, 3, 9]));
    writeFileSync(ethernet, captureAt(1, [2, 4]));
    await openFile(page, raw);
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', '4');
    await goToPacket(page, 2);
    await page.keyboard.press('Control+m');
    await page.getByRole('menuitem', { name: 'File', exact: true }).click();
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Merge another capture by time...' }).click();
    await (await choosing).setFiles(ethernet);
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', '6');
    await idle(page);
    await expectMerged(page);

    // The mark is where its packet is now, and counted.
    await goToPacket(page, 1);
    await page.keyboard.press('Control+Alt+.');
    await expect(packetList(page).getByRole('row', { selected: true })).toContainText('0.0.0.3');
    await goToPacket(page, 4);
    await page.keyboard.press('Control+Alt+c');
    const comment = page.getByRole('dialog', { name: 'Comment on packet 4' });
    await comment.getByRole('textbox').fill('by Ethernet, ünd späť');
    await comment.getByRole('button', { name: 'Save' }).click();
    await idle(page);
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: 'Export packets' });
    await expect(dialog.getByRole('radio', { name: /^Marked packets/ })).toBeEnabled();
    await dialog.getByRole('radio', { name: 'All packets' }).check();
    await dialog.getByRole('radio', { name: /^pcapng\b/ }).check();
    const saving = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export' }).click();
    await (await saving).saveAs(out);
    expect(readFileSync(out).readUInt32LE(0)).toBe(0x0a0d0d0a);

    // Read again, it is the same list, with the comment where it was.
    await openFile(page, out);
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', '6');
    await idle(page);
    await expectMerged(page);
    await page.getByRole('combobox', { name: 'Display filter' }).fill('frame.comment == "by Ethernet, ünd späť"');
    await expect(page.getByText('Valid', { exact: true })).toBeVisible();
    await page.keyboard.press('Enter');
    await idle(page);
    expect(await column(page, 'number')).toEqual(['4']);

    // And what others read, where they are at hand.
    const fields = ['frame.time_epoch', 'frame.interface_id', 'frame.encap_type', 'ip.dst', 'frame.comment'];
    const read = spawnSync('tshark', ['-n', '-r', out, '-T', 'fields', ...fields.flatMap((name) => ['-e', name])]);
    if (read.error !== undefined) return;
    const lines = read.stdout.toString('utf8').replace(/\n$/, '').split('\n');
    expect(lines.map((line) => line.split('\t'))).toEqual(
      [1, 2, 3, 4, 9].map((second) => [
        `${FIRST + second}.000000000`,
        second % 2 === 0 ? '1' : '0',
        second % 2 === 0 ? '1' : '7',
        `0.0.0.${second}`,
        second === 4 ? 'by Ethernet, ünd späť' : '',
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
