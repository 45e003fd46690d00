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
  ['CBSP', 10, 4, /DM 2\.0 notification/, [/CBSP|Cell Broadcast Service Protocol/, /DM Notification/]],
  ['SMS in SIP', 12, 1, /DM 1\.3 notification/, [/Session Initiation Protocol|SIP/, /RP/, /DM Notification/]],
  ['SMS in SIP', 12, 6, /Client provisioning/, [/Session Initiation Protocol|SIP/, /Provisioning/]],
  ['MSRP', 21, 11, /Service indication.*You have 4 new mails/, [/MSRP|Message Session Relay/, /Service Indication/]],
  ['SS7 and MAP', 6, 1, /DM 1\.3 notification/, [/MTP2/, /MTP3/, /SCCP/, /TCAP/, /DM Notification/]],
  ['SS7 and MAP', 6, 5, /Client provisioning/, [/TCAP/, /Provisioning/]],
  ['CDMA WDP', 2, 2, /Service indication/, [/CDMA WDP/, /Service Indication/]],
  ['Bluetooth', 10, 7, /DM 1\.2 notification/, [/L2CAP/, /RFCOMM/, /OBEX/, /DM Notification/]],
  ['Infrared', 10, 7, /DM 1\.2 notification/, [/IrLAP/, /IrLMP/, /TinyTP/, /OBEX/, /DM Notification/]],
  ['Cloud messaging', 10, 4, /DM 1\.3 notification/, [/JSON|JavaScript Object Notation/, /DM Notification/]],
  ['Multimedia messages', 12, 1, /m-notification-ind/, [/Wireless Session Protocol/, /MMS/]],
  ['Multimedia messages', 12, 5, /m-notifyresp-ind/, [/Hypertext Transfer Protocol|HTTP/, /MMS/]],
];

for (const [sample, packets, packet, info, protocols] of BEARERS) {
  test(`${sample}, packet ${packet}: opens and is decoded to its content`, async ({ page }) => {
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
