import { expect, test } from '@playwright/test';
import { fieldTree, goToPacket, idle, packetList, packetRow } from './support/app.ts';

/* Each bearer and content once: its sample, a packet of it, what the list says of it, and protocols of its tree. */
const BEARERS: readonly (readonly [
  sample: string,
  packets: number,
  packet: number,
  info: RegExp,
  protocols: readonly RegExp[],
])[] = [
  [
    'Indications',
    76,
    11,
    /Service indication.*You have 4 new emails/,
    [/Wireless Session Protocol/, /WBXML|WAP Binary XML/],
  ],
  ['Sessionless DM messages', 6, 3, /Replace \.\/Vendor\/MaxRate/, [/Wireless Session Protocol/]],
  ['SMPP, concatenated', 37, 8, /DM 1\.3 notification, session 0x00a7/, [/SMPP|Short Message Peer/, /DM Notification/]],
  ['SMPP, provisioning', 52, 5, /Client provisioning/, [/SMPP|Short Message Peer/]],
  ['SMS over the air', 34, 6, /DM 1\.3 notification, session 0x1234/, [/GSMTAP/, /LAPDm/, /DM Notification/]],
  ['Cell broadcast', 8, 4, /DM 2\.0 notification/, [/GSMTAP/, /DM Notification/]],
  ['SIP MESSAGE', 10, 1, /DM 1\.3 notification/, [/Session Initiation Protocol|SIP/, /DM Notification/]],
  ['OTA-HTTP', 72, 16, /DM 1\.3 notification/, [/Hypertext Transfer Protocol|HTTP/, /DM Notification/]],
  ['OBEX PUT', 45, 10, /DM 1\.3 notification/, [/OBEX/, /DM Notification/]],
  ['Confirmed push', 17, 15, /ConfirmedPush/, [/Wireless Transaction Protocol|WTP/, /DM Notification/]],
  ['WSP sessions', 40, 5, /./, [/Frame/]],
  ['WTLS', 11, 8, /in the clear/, [/WTLS|Wireless Transport Layer Security/, /DM Notification/]],
  ['FLUTE', 8, 3, /DM 1\.3 notification/, [/ALC|Asynchronous Layered Coding/, /DM Notification/]],
];

for (const [sample, packets, packet, info, protocols] of BEARERS) {
  test(`${sample}: opens and is decoded to its content`, async ({ page }) => {
    await page.goto('./');
    await page.getByText('More samples').click();
    await page.getByRole('button', { name: new RegExp(`^${sample}`) }).click();
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(packets + 1));
    await idle(page);
    await goToPacket(page, packet);
    await expect(packetRow(page, info)).toBeVisible();
    for (const protocol of protocols)
      await expect(fieldTree(page).getByRole('treeitem', { name: protocol }).first()).toBeVisible();
  });
}
