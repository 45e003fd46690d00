/**
 * Headers by their name as specifications write it, with section and sentence. Filter names are `sip.` and the name,
 * unless a fourth column says otherwise.
 */
export const HEADERS: readonly (readonly [name: string, spec: string, doc: string, filter?: string])[] = [
  ['Accept', 'RFC 3261 20.1', 'Media types that the sender takes.'],
  ['Accept-Contact', 'RFC 3841 9.2', 'Feature tags that the called device should or must have.'],
  ['Accept-Encoding', 'RFC 3261 20.2', 'Content codings that the sender takes.'],
  ['Accept-Language', 'RFC 3261 20.3', 'Languages that the sender prefers.'],
  ['Alert-Info', 'RFC 3261 20.4', 'How to alert the user.'],
  ['Allow', 'RFC 3261 20.5', 'Methods that the sender supports.'],
  ['Allow-Events', 'RFC 6665 8.2.2', 'Event packages that the sender supports.'],
  ['Authentication-Info', 'RFC 3261 20.6', 'What mutual authentication gave.'],
  ['Authorization', 'RFC 3261 20.7', 'Credentials for the server.'],
  ['Call-ID', 'RFC 3261 20.8', 'Identifies a dialog, or all registrations of a client.'],
  ['Call-Info', 'RFC 3261 20.9', 'More about the caller or the called.'],
  ['Contact', 'RFC 3261 20.10', 'Where the sender can be reached from now on.'],
  ['Content-Disposition', 'RFC 3261 20.11', 'How the body is meant.'],
  ['Content-Encoding', 'RFC 3261 20.12', 'Codings of the body.'],
  ['Content-Language', 'RFC 3261 20.13', 'Language of the body.'],
  ['Content-Length', 'RFC 3261 20.14', 'Octets of the body.'],
  ['Content-Transfer-Encoding', 'RFC 2045 6', 'How the octets of the body are written.'],
  ['Content-Type', 'RFC 3261 20.15', 'Media type of the body.'],
  ['CSeq', 'RFC 3261 20.16', 'Number of the request in its dialog, and its method.'],
  ['Date', 'RFC 3261 20.17', 'When the message was first sent.'],
  ['Diversion', 'RFC 5806 4', 'Who diverted the call, and why.'],
  ['Error-Info', 'RFC 3261 20.18', 'More about an error.'],
  ['Event', 'RFC 6665 8.2.1', 'Event package.'],
  ['Expires', 'RFC 3261 20.19', 'Seconds after which the message or the binding is void.'],
  ['Feature-Caps', 'RFC 6809 6.2', 'Capabilities of a server on the way.'],
  ['From', 'RFC 3261 20.20', 'Who sends the request.'],
  ['Geolocation', 'RFC 6442 4.1', 'Where the sender is.'],
  ['History-Info', 'RFC 7044 5', 'To whom the request was addressed before.'],
  ['Identity', 'RFC 8224 4', 'Signature over the sender.'],
  ['In-Reply-To', 'RFC 3261 20.21', 'Call-IDs that this request answers.'],
  ['Max-Breadth', 'RFC 5393 5.3.3', 'Forks that the request may still make.'],
  ['Max-Forwards', 'RFC 3261 20.22', 'Hops that the request may still take.'],
  ['MIME-Version', 'RFC 3261 20.24', 'Version of MIME.'],
  ['Min-Expires', 'RFC 3261 20.23', 'Least seconds of a binding.'],
  ['Min-SE', 'RFC 4028 5', 'Least seconds of a session.'],
  ['Organization', 'RFC 3261 20.25', 'Organisation of the sender.'],
  ['P-Access-Network-Info', 'RFC 7315 4.4', 'The radio access that the device uses.'],
  ['P-Asserted-Identity', 'RFC 3325 9.1', 'Who sends the request, as the network vouches for.'],
  ['P-Associated-URI', 'RFC 7315 4.1', 'Other addresses of the registered user.'],
  ['P-Called-Party-ID', 'RFC 7315 4.2', 'To whom the request was addressed before it was routed.'],
  ['P-Charging-Function-Addresses', 'RFC 7315 4.5', 'Where to report for charging.'],
  ['P-Charging-Vector', 'RFC 7315 4.6', 'Identifies what is charged for.'],
  ['P-Preferred-Identity', 'RFC 3325 9.2', 'Which of its addresses the sender wants to be shown.'],
  ['P-Preferred-Service', 'RFC 6050 4.2', 'Service that the sender asks for.'],
  ['P-Asserted-Service', 'RFC 6050 4.1', 'Service, as the network vouches for.'],
  ['P-Visited-Network-ID', 'RFC 7315 4.3', 'The network that the device visits.'],
  ['Path', 'RFC 3327 4', 'Proxies between registrar and device.'],
  ['Priority', 'RFC 3261 20.26', 'How urgent the request is.'],
  ['Privacy', 'RFC 3323 4.2', 'What of the sender to conceal.'],
  ['Proxy-Authenticate', 'RFC 3261 20.27', 'Challenge of a proxy.'],
  ['Proxy-Authorization', 'RFC 3261 20.28', 'Credentials for a proxy.'],
  ['Proxy-Require', 'RFC 3261 20.29', 'Extensions that proxies must support.'],
  ['RAck', 'RFC 3262 7.2', 'Which provisional response is acknowledged.'],
  ['Reason', 'RFC 3326 2', 'Why the request was sent.'],
  ['Record-Route', 'RFC 3261 20.30', 'Proxies that stay on the way of the dialog.'],
  ['Refer-To', 'RFC 3515 2.1', 'Whom to call.'],
  ['Referred-By', 'RFC 3892 3', 'Who asked for it.', 'sip.Referred-by'],
  ['Reject-Contact', 'RFC 3841 9.3', 'Feature tags that the called device must not have.'],
  ['Replaces', 'RFC 3891 6.1', 'Dialog that this one replaces.'],
  ['Reply-To', 'RFC 3261 20.31', 'Where to answer.'],
  ['Request-Disposition', 'RFC 3841 9.1', 'How servers should treat the request.'],
  ['Require', 'RFC 3261 20.32', 'Extensions that the receiver must support.'],
  ['Resource-Priority', 'RFC 4412 3.1', 'Priority in a network under load.'],
  ['Retry-After', 'RFC 3261 20.33', 'Seconds until the service is there again.'],
  ['Route', 'RFC 3261 20.34', 'Proxies that the request must pass.'],
  ['RSeq', 'RFC 3262 7.1', 'Number of a provisional response.'],
  ['Security-Client', 'RFC 3329 2.2', 'Security mechanisms of the client.'],
  ['Security-Server', 'RFC 3329 2.2', 'Security mechanisms of the server.'],
  ['Security-Verify', 'RFC 3329 2.2', 'Security mechanisms of the server, repeated.'],
  ['Server', 'RFC 3261 20.35', 'Software of the answering side.'],
  ['Service-Route', 'RFC 3608 5', 'Proxies for requests of the registered device.'],
  ['Session-Expires', 'RFC 4028 4', 'Seconds until the session must be refreshed.'],
  ['SIP-ETag', 'RFC 3903 11.3.1', 'Identifies published state.', 'sip.ETag'],
  ['SIP-If-Match', 'RFC 3903 11.3.2', 'Published state that is meant.', 'sip.If_Match'],
  ['Subject', 'RFC 3261 20.36', 'What the call is about.'],
  ['Subscription-State', 'RFC 6665 8.2.3', 'State of a subscription.'],
  ['Supported', 'RFC 3261 20.37', 'Extensions that the sender supports.'],
  ['Timestamp', 'RFC 3261 20.38', 'When the request was sent.'],
  ['To', 'RFC 3261 20.39', 'To whom the request is meant.'],
  ['Unsupported', 'RFC 3261 20.40', 'Extensions that are not supported.'],
  ['User-Agent', 'RFC 3261 20.41', 'Software of the asking side.'],
  ['User-to-User', 'RFC 7433 4', 'Data between users.', 'sip.uui'],
  ['Via', 'RFC 3261 20.42', 'The way of the request, back which the response goes.'],
  ['Warning', 'RFC 3261 20.43', 'More about the status.'],
  ['WWW-Authenticate', 'RFC 3261 20.44', 'Challenge of the server.'],
];

/** Long names (lower case) of one-letter names: RFC 3261 7.3.3, RFC 3515, 3841, 3892, 4028, 6665, 8224. */
export const COMPACT: ReadonlyMap<string, string> = new Map([
  ['a', 'accept-contact'],
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['d', 'request-disposition'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['j', 'reject-contact'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
  ['y', 'identity'],
]);

/** Headers whose value begins with a number. */
export const NUMBERS: ReadonlySet<string> = new Set([
  'content-length',
  'expires',
  'max-breadth',
  'max-forwards',
  'retry-after',
  'rseq',
]);

type Address = readonly [about: string, address: 'addr' | 'uri', prefix: string, name?: string];

/**
 * Headers of addresses: whose address, how its row is called, what the names of its rows begin with, and the name of the
 * header where it is not in there.
 */
const ADDRESSED: readonly Address[] = [
  ['Sender', 'addr', 'sip.from'],
  ['Receiver', 'addr', 'sip.to'],
  ['Contact', 'uri', 'sip.contact'],
  ['Route', 'uri', 'sip.Route'],
  ['Recorded route', 'uri', 'sip.Record-Route'],
  ['Service route', 'uri', 'sip.Service-Route'],
  ['Path', 'uri', 'sip.Path'],
  ['Asserted identity', 'addr', 'sip.pai', 'p-asserted-identity'],
  ['Preferred identity', 'addr', 'sip.ppi', 'p-preferred-identity'],
];

/** The same by lower-case name of the header. */
export const ADDRESSES: ReadonlyMap<string, Address> = new Map(
  ADDRESSED.map((one) => [one[3] ?? one[2].slice('sip.'.length).toLowerCase(), one]),
);

/** Headers of credentials and challenges. */
export const CREDENTIALS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
  'authentication-info',
]);

/** Headers that a message has once at most. */
export const SINGLE: readonly string[] = [
  'call-id',
  'content-length',
  'content-type',
  'cseq',
  'from',
  'max-forwards',
  'to',
];
