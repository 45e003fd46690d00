import { assert } from '../../base/assert.ts';
import { toUtf8 } from '../../base/bytes.ts';
import { contentMac, macKeys, macText } from '../../dissect/content-mac.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { sessionInitiationRequest } from '../../protocols/wsp/encode-bodies.ts';
import type { Push, PushHeader } from '../bearers/push.ts';
import { SERVER_ID, TEMPLATE_SECRET } from './secret.ts';
import { encodeDocument } from './vocabularies.ts';

/** Methods of SEC that a MAC goes with. */
export type SecurityMethod = 'NETWPIN' | 'USERPIN' | 'USERNETWPIN';

function wbxml(xml: string): Uint8Array {
  const result = encodeDocument(xml);
  assert('bytes' in result, 'a template is a document');
  return result.bytes;
}

const push = (mediaType: string, body: Uint8Array, more: Partial<Push> = {}): Push => ({
  mediaType,
  parameters: [],
  applicationId: undefined,
  headers: [],
  body,
  ...more,
});

/**
 * The parameters SEC and MAC of provisioning content (ProvBoot), by the specified form of the key.
 * @returns undefined when the secret has no key for the method
 */
export function securityParametersFor(
  method: SecurityMethod,
  secret: Secret,
  body: Uint8Array,
): readonly PushHeader[] | undefined {
  const [key] = macKeys(secret, method);
  if (key === undefined) return undefined;
  return [
    { name: 'SEC', value: method },
    { name: 'MAC', value: macText(contentMac(key.octets, body)) },
  ];
}

export const SI_XML = `<?xml version="1.0"?>
<!DOCTYPE si PUBLIC "-//WAPFORUM//DTD SI 1.0//EN" "http://www.wapforum.org/DTD/si.dtd">
<si>
  <indication href="http://www.example.com/mail/" si-id="mail@example.com" created="2026-11-21T05:00:00Z" si-expires="2026-11-28T05:00:00Z" action="signal-medium">You have 4 new mails</indication>
</si>
`;
export const SL_XML = `<?xml version="1.0"?>
<!DOCTYPE sl PUBLIC "-//WAPFORUM//DTD SL 1.0//EN" "http://www.wapforum.org/DTD/sl.dtd">
<sl href="http://www.example.com/start.wml" action="execute-low"/>
`;
export const CO_XML = `<?xml version="1.0"?>
<!DOCTYPE co PUBLIC "-//WAPFORUM//DTD CO 1.0//EN" "http://www.wapforum.org/DTD/co_1.0.dtd">
<co>
  <invalidate-object uri="http://www.example.com/index.wml"/>
  <invalidate-service uri="http://www.example.com/news/"/>
</co>
`;
export const PROV_XML = `<?xml version="1.0"?>
<!DOCTYPE wap-provisioningdoc PUBLIC "-//WAPFORUM//DTD PROV 1.0//EN" "http://www.wapforum.org/DTD/prov.dtd">
<wap-provisioningdoc version="1.0">
  <characteristic type="NAPDEF">
    <parm name="NAPID" value="NAP1"/>
    <parm name="BEARER" value="GSM-GPRS"/>
    <parm name="NAME" value="Example internet"/>
    <parm name="NAP-ADDRESS" value="internet.example"/>
    <parm name="NAP-ADDRTYPE" value="APN"/>
  </characteristic>
  <characteristic type="APPLICATION">
    <parm name="APPID" value="w7"/>
    <parm name="PROVIDER-ID" value="${SERVER_ID}"/>
    <parm name="NAME" value="Example management"/>
    <parm name="TO-NAPID" value="NAP1"/>
    <parm name="ADDR" value="https://dm.example.com/dm"/>
  </characteristic>
</wap-provisioningdoc>
`;

const DOCTYPE =
  '<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.2//EN" "http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_RepPro_DTD-V1_2.dtd">';
const DEVICE = 'IMEI:004999010640000';

/** A message: header with the two ends, and commands. */
function message(session: string, target: string, source: string, commands: string, more = ''): string {
  return `<?xml version="1.0"?>
${DOCTYPE}
<SyncML xmlns="SYNCML:SYNCML1.2">
  <SyncHdr>
    <VerDTD>1.2</VerDTD>
    <VerProto>DM/1.2</VerProto>
    <SessionID>${session}</SessionID>
    <MsgID>1</MsgID>
    <Target><LocURI>${target}</LocURI></Target>
    <Source><LocURI>${source}</LocURI></Source>
  </SyncHdr>
  <SyncBody>
${commands}
    <Final/>
  </SyncBody>${more}
</SyncML>
`;
}

const info = (name: string, value: string) =>
  `      <Item><Source><LocURI>./DevInfo/${name}</LocURI></Source><Data>${value}</Data></Item>`;

export const DM_XML = message(
  '51',
  'https://dm.example.com/dm',
  DEVICE,
  `    <Alert><CmdID>1</CmdID><Data>1200</Data></Alert>
    <Replace>
      <CmdID>2</CmdID>
${[
  ['DevId', DEVICE],
  ['Man', 'Example'],
  ['Mod', 'One'],
  ['DmV', '1.2'],
  ['Lang', 'en'],
]
  .map(([name = '', value = '']) => info(name, value))
  .join('\n')}
    </Replace>`,
);

const account = (acl: string) => `<MgmtTree xmlns="syncml:dmddf1.2">
            <VerDTD>1.2</VerDTD>
            <Node>
              <NodeName>DMAcc</NodeName>
              <RTProperties>${acl}<Format><node/></Format><Type><DDFName>org.openmobilealliance/1.0/w7</DDFName></Type></RTProperties>
              <Node><NodeName>AppID</NodeName><Value>w7</Value></Node>
              <Node><NodeName>ServerID</NodeName><Value>${SERVER_ID}</Value></Node>
              <Node><NodeName>Name</NodeName><Value>Example management</Value></Node>
              <Node>
                <NodeName>AppAddr</NodeName>
                <Node>
                  <NodeName>A1</NodeName>
                  <Node><NodeName>Addr</NodeName><Value>https://dm.example.com/dm</Value></Node>
                  <Node><NodeName>AddrType</NodeName><Value>URI</Value></Node>
                </Node>
              </Node>
            </Node>
          </MgmtTree>`;

const inbox = (acl: string) => `    <Add>
      <CmdID>1</CmdID>
      <Item>
        <Target><LocURI>./Inbox</LocURI></Target>
        <Meta><Format xmlns="syncml:metinf">bin</Format><Type xmlns="syncml:metinf">application/vnd.syncml.dmtnds+wbxml</Type></Meta>
        <Data>
          ${account(acl)}
        </Data>
      </Item>
    </Add>`;

export const BOOTSTRAP_XML = message('0', DEVICE, SERVER_ID, inbox(''));

/** The values of the signature are examples: a key to verify them with is nobody's. */
const SIGNATURE = `
  <Signature xmlns="http://www.w3.org/2000/09/xmldsig#">
    <SignedInfo>
      <CanonicalizationMethod Algorithm="http://www.w3.org/2006/12/xml-c14n11"/>
      <SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha256"/>
      <Reference URI="">
        <Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></Transforms>
        <DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
        <DigestValue>RVkmJzyzAR3PkIJzT1Mw6R4Xh/Azky7bauHUI+O/obs=</DigestValue>
      </Reference>
    </SignedInfo>
    <SignatureValue>bZZl98WoW+Xj4DFP3V36bRC7Efy/somBPrHAuSaq8a8=</SignatureValue>
    <KeyInfo><KeyName>${SERVER_ID}</KeyName></KeyInfo>
  </Signature>`;

export const SESSIONLESS_XML = message(
  '0',
  DEVICE,
  SERVER_ID,
  `    <Replace>
      <CmdID>1</CmdID>
      <Item>
        <Target><LocURI>./Vendor/MaxRate</LocURI></Target>
        <Meta><Format xmlns="syncml:metinf">int</Format></Meta>
        <Data>384</Data>
      </Item>
    </Replace>`,
  SIGNATURE,
);

const DM = 'x-wap-application:syncml.dm';

export const siPush = (): Push => push('application/vnd.wap.sic', wbxml(SI_XML));
export const siTextPush = (): Push => push('text/vnd.wap.si', toUtf8(SI_XML));
export const slPush = (): Push => push('application/vnd.wap.slc', wbxml(SL_XML));
export const coPush = (): Push => push('application/vnd.wap.coc', wbxml(CO_XML));
export const dmPush = (): Push => push('application/vnd.syncml.dm+wbxml', wbxml(DM_XML));
export const dmTextPush = (): Push => push('application/vnd.syncml.dm+xml', toUtf8(DM_XML));
export const sessionlessPush = (): Push =>
  push('application/vnd.syncml.dm+wbxml', wbxml(SESSIONLESS_XML), { applicationId: DM });

export function bootstrapPush(): Push {
  return push('application/vnd.syncml.dm+wbxml', wbxml(BOOTSTRAP_XML), { applicationId: DM });
}

/** Settings with the MAC of the user's PIN. */
export function provisioningPush(): Push {
  const body = wbxml(PROV_XML);
  const parameters = securityParametersFor('USERPIN', TEMPLATE_SECRET, body) ?? [];
  return push('application/vnd.wap.connectivity-wbxml', body, { parameters });
}

/** A request to open a session for pushes to the management client: over WSP, or over HTTP at the same gateway. */
export function sirPush(): Push {
  const address = Uint8Array.of(192, 0, 2, 1);
  const body = sessionInitiationRequest({
    applications: [DM],
    wspContacts: [{ bearer: 0x0b, port: 9201, address }],
    contacts: [{ bearer: 0x0b, port: 4035, address }],
    options: [0],
  });
  return push('application/vnd.wap.sia', body, { applicationId: 'x-wap-application:push.sia' });
}
