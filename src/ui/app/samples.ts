/** Captures that come with the app. */
export interface Sample {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly text: string;
}

export const SAMPLES: readonly Sample[] = [
  {
    id: 'dm-notifications',
    file: 'dm-notifications.pcap',
    title: 'DM notifications',
    text: 'Versions 1.2, 1.3 and 2.0 over UDP, right and wrong in forty ways',
  },
  {
    id: 'push-gateway',
    file: 'pap-udp-dmnoti.pcapng',
    title: 'Push gateway, PAP and UDP',
    text: 'An initiator submits by PAP, the gateway pushes to the device',
  },
  {
    id: 'fragmented-pushes',
    file: 'frag-udp-push.pcapng',
    title: 'Fragmented pushes',
    text: 'IPv4 and IPv6 fragments and TCP segments, put together again',
  },
  {
    id: 'wsp-browsing',
    file: 'wsp-browse-9200.pcap',
    title: 'WSP browsing',
    text: 'Get and Post with their replies, connectionless on port 9200',
  },
];

export async function loadSample(sample: Sample): Promise<Uint8Array> {
  const answer = await fetch(new URL(`samples/${sample.file}`, document.baseURI));
  if (!answer.ok) throw new Error(`The sample could not be loaded: status ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
