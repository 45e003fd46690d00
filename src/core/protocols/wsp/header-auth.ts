import { field, parameters, parametersNote, RULE, text, wordAs } from './header-parts.ts';
import { parameter } from './parameter.ts';
import { tokenText } from './texts.ts';
import { choice, sequence } from './value.ts';
import { counted } from './value-length.ts';

function credentialFields(key: string, label: string) {
  const make = (part: string, name: string, doc: string) =>
    field(`wsp.header.${key}.${part}`, 'text', name, doc, `WAP-230 8.4.2.${label === 'Authorization' ? 14 : 37}`);
  return {
    scheme: make('scheme', 'Authorization scheme', `Scheme of ${label}.`),
    user: make('user_id', 'User-id', 'User id of basic authorization.'),
    password: make('password', 'Password', 'Password of basic authorization, in clear.'),
  };
}

const basic = new Map([[0, 'basic']]);
const isBasic = (octet: number) => (octet === 0x80 ? 'basic' : octet >= 0x20 && octet < 0x80 ? 'other' : undefined);

/** Credentials: user and password, or a scheme with parameters. */
export function credentials(key: string, label: string) {
  const f = credentialFields(key, label);
  const scheme = wordAs(f.scheme, basic);
  const token = tokenText(f.scheme);
  return counted(
    choice('an authorization scheme', RULE, isBasic, {
      basic: sequence(
        { scheme, user: text(f.user), password: text(f.password) },
        { text: () => 'basic', note: ({ user, password }) => `user-id=${user.text}; password=${password.text}` },
      ),
      other: sequence(
        { scheme: token, parameters },
        { text: (value) => value.scheme.text, note: (value) => parametersNote(value.parameters) },
      ),
    }),
  );
}

/** Challenge: a scheme with its realm and parameters. */
export function challenge(key: string, label: string) {
  const schemeField = field(
    `wsp.header.${key}.scheme`,
    'text',
    'Authentication scheme',
    `Scheme of ${label}.`,
    'WAP-230 8.4.2.36',
  );
  const realmField = field(
    `wsp.header.${key}.realm`,
    'text',
    'Authentication realm',
    `Realm that ${label} asks credentials for.`,
    'WAP-230 8.4.2.36',
  );
  const realm = text(realmField);
  return counted(
    choice('an authentication scheme', RULE, isBasic, {
      basic: sequence(
        { scheme: wordAs(schemeField, basic), realm },
        { text: () => 'basic', note: (value) => `realm=${value.realm.text}` },
      ),
      other: sequence(
        { scheme: tokenText(schemeField), realm, parameters },
        {
          text: (value) => value.scheme.text,
          note: (value) =>
            [`realm=${value.realm.text}`, ...value.parameters.map((one) => parameter.text(one))].join('; '),
        },
      ),
    }),
  );
}
