import { expect, type Locator, type Page } from '@playwright/test';

/** The app has replaced the sentence that the bare page shows. */
export async function expectAppShown(page: Page): Promise<void> {
  const root = page.locator('#root');
  await expect(root).not.toBeEmpty();
  await expect(root).not.toContainText('starts from a web server');
}

/** Resolves when the whole app is stored on the device and a reload needs no network. */
export async function waitUntilStored(page: Page): Promise<void> {
  // Not `waitForFunction`: to it the promise of an answer is a yes.
  const isStored = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return registration.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
    });
  await expect.poll(isStored).toBe(true);
}

/** Nothing is on its way, and the capture is loaded and judged. */
export async function idle(page: Page): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as { pushscope: { idle(): Promise<void> } }).pushscope.idle());
}

/** Opens one of the start page's samples. */
export async function openSample(page: Page, title: string): Promise<void> {
  await page.goto('./');
  await page.getByRole('region', { name: 'Samples' }).getByRole('button', { name: title }).click();
  await expect(packetList(page)).toBeVisible();
  await idle(page);
}

/** Opens a file through the system's file dialog. */
export async function openFile(page: Page, path: string): Promise<void> {
  await page.goto('./');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open file...' }).click();
  await (await choosing).setFiles(path);
}

/** Drops a file onto the page, as the system would. */
export async function dropFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, octets]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(octets)], fileName));
      return transfer;
    },
    [name, Array.from(bytes)] as const,
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

/** Pastes text into the page, outside of any input. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

export const packetList = (page: Page) => page.getByRole('grid', { name: 'Packets' });
export const packetRow = (page: Page, text: string | RegExp) =>
  packetList(page).getByRole('row').filter({ hasText: text }).first();
export const fieldTree = (page: Page) => page.getByRole('tree', { name: /Packet/ });
export const field = (page: Page, name: string | RegExp) => fieldTree(page).getByRole('treeitem', { name }).first();
/** The cell of the octet grid that holds an octet, alone or with its neighbours. */
export const octet = (page: Page | Locator, at: number) =>
  page.locator(`xpath=.//*[@role="gridcell"][@data-octet <= ${at} and ${at} < @data-octet + @data-octets]`).first();

/** The two digits of an octet. */
export async function octetDigits(page: Page | Locator, at: number): Promise<string | undefined> {
  const cell = octet(page, at);
  const text = (await cell.innerText()).trim().split(' ');
  return text[at - Number(await cell.getAttribute('data-octet'))];
}

export const expectOctet = (page: Page | Locator, at: number, digits: string): Promise<void> =>
  expect.poll(() => octetDigits(page, at)).toBe(digits);

/** Moves the pointer to an octet. Cells part where the pointer comes, so that no point within one can be asked for. */
export async function hoverOctet(page: Page, at: number): Promise<void> {
  const cell = octet(page, at);
  await cell.scrollIntoViewIfNeeded();
  const box = await cell.boundingBox();
  if (box === null) throw new Error(`octet ${at} is not to be seen`);
  const [first, octets] = [await cell.getAttribute('data-octet'), await cell.getAttribute('data-octets')];
  await page.mouse.move(box.x + ((at - Number(first) + 0.5) / Number(octets)) * box.width, box.y + box.height / 2);
}

export async function clickOctet(page: Page, at: number): Promise<void> {
  await hoverOctet(page, at);
  await page.mouse.down();
  await page.mouse.up();
}

/** Selects a packet by its number, wherever the list is; what goes on meanwhile is not waited for. */
export async function jumpToPacket(page: Page, number: number): Promise<void> {
  await page.keyboard.press('Control+g');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').or(dialog.getByRole('spinbutton')).fill(String(number));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`packet=${number}\\b`));
}

/** Selects a packet by its number, and waits until all is told of it. */
export async function goToPacket(page: Page, number: number): Promise<void> {
  await jumpToPacket(page, number);
  await idle(page);
}
