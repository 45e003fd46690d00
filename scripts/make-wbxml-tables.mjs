// Turns tables of WBXML tokens and SyncML codes (CSV with a header line) into typed data modules.
// Usage: node scripts/make-wbxml-tables.mjs FOLDER_OF_CSV_FILES [FOLDER_OF_CORE]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [from = '.', core = 'src/core'] = process.argv.slice(2);

/** @typedef {Record<'alert' | 'code' | 'codepage' | 'mibenum' | 'name' | 'number' | 'public_id' | 'token' | 'unit_bytes' | 'value' | 'value_prefix', string>} Row */
/** @typedef {{ tags: string[], starts?: string[], values?: string[] }} Files */

/**
 * Rows of a CSV text as objects keyed by the header line; quoted cells may hold commas and doubled quotes.
 * @param {string} file
 * @returns {Row[]}
 */
function rowsOf(file) {
  const [head = '', ...lines] = readFileSync(join(from, file), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  const keys = cells(head);
  return lines.map((line) => /** @type {Row} */ (Object.fromEntries(cells(line).map((cell, i) => [keys[i], cell]))));
}

/**
 * @param {string} line
 * @returns {string[]}
 */
function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}

/** @param {string} text */
const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
/** @param {string} number */
const hex = (number, digits = 2) => `0x${Number(number).toString(16).padStart(digits, '0')}`;
const HEADER = '// Made by scripts/make-wbxml-tables.mjs; do not edit.\n';

/**
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  const file = join(core, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, HEADER + text);
}

/**
 * One token table: tags, attribute starts and attribute values of a document type.
 * @param {string} name
 * @param {string} doc
 * @param {Files} files
 */
function tokens(name, doc, { tags, starts = [], values = [] }) {
  /**
   * @param {Row[]} rows
   * @param {(row: Row) => string} cellsOf
   */
  const list = (rows, cellsOf) =>
    rows.length === 0
      ? '[]'
      : `[\n${rows.map((row) => `    [${row.codepage}, ${hex(row.token)}, ${cellsOf(row)}],`).join('\n')}\n  ]`;
  /** @param {string[]} files */
  const rows = (files) => files.flatMap(rowsOf).filter(({ name: element }) => element !== '(reserved)');
  return `
/** ${doc} */
export const ${name}: TokenTables = {
  tags: ${list(rows(tags), (row) => quote(row.name))},
  starts: ${list(rows(starts), (row) => `${quote(row.name)}, ${quote(row.value_prefix)}`)},
  values: ${list(rows(values), (row) => quote(row.value))},
};
`;
}

const IMPORT = "import type { TokenTables } from '../../dissect/wbxml/code-pages.ts';\n";
/** @param {string} id */
const all = (id) => ({
  tags: [`wbxml-${id}-tags.csv`],
  starts: [`wbxml-${id}-attrs.csv`],
  values: [`wbxml-${id}-values.csv`],
});
/** @param {string} id */
const withoutValues = (id) => ({ tags: [`wbxml-${id}-tags.csv`], starts: [`wbxml-${id}-attrs.csv`] });
/** @param {string[]} ids */
const tagsOnly = (...ids) => ({ tags: ids.map((id) => `wbxml-${id}-tags.csv`) });

/** @type {[string, [string, string, Files][]][]} */
const TOKENS = [
  ['si', [['SI_TOKENS', 'Service Indication 1.0 (WAP-167).', all('si')]]],
  ['sl', [['SL_TOKENS', 'Service Loading 1.0 (WAP-168).', all('sl')]]],
  ['co', [['CO_TOKENS', 'Cache Operation 1.0 (WAP-175).', all('co')]]],
  ['emn', [['EMN_TOKENS', 'E-mail Notification 1.0 (WAP-297).', all('emn')]]],
  ['oma-cp', [['PROV_TOKENS', 'Client provisioning 1.0 and 1.1 (ProvCont).', all('prov')]]],
  ['ota-settings', [['OTA_SETTINGS_TOKENS', 'OTA settings 7.0 of Nokia and Ericsson.', withoutValues('ota-settings')]]],
  ['drm-rights', [['RIGHTS_TOKENS', 'DRM rights expression language 1.0.', all('drmrel10')]]],
  ['channel', [['CHANNEL_TOKENS', 'Channel 1.1 and 1.2.', withoutValues('channel')]]],
  [
    'wml',
    [
      ['WML_TOKENS', 'WML 1.1 to 1.3.', all('wml')],
      ['WML10_TOKENS', 'WML 1.0.', all('wml10')],
    ],
  ],
  [
    'syncml-dm',
    [
      [
        'SYNCML_TOKENS',
        'SyncML with meta information (page 1) and management trees (page 2).',
        tagsOnly('syncml', 'metinf', 'dmddf12'),
      ],
      ['DMDDF_TOKENS', 'Management trees and device descriptions, on page 2.', tagsOnly('dmddf12')],
      ['DEVINF11_TOKENS', 'Device information 1.0 and 1.1.', tagsOnly('devinf11')],
      ['DEVINF12_TOKENS', 'Device information 1.2.', tagsOnly('devinf12')],
    ],
  ],
];

for (const [folder, tables] of TOKENS) {
  write(`protocols/${folder}/tokens.ts`, IMPORT + tables.map((table) => tokens(...table)).join(''));
}

const publicIds = rowsOf('wbxml-public-ids.csv').filter(({ number }) => number !== '0x01');
write(
  'dissect/wbxml/public-ids.ts',
  `
/** Registered numbers of public identifiers (OMNA). */
export const PUBLIC_IDS: ReadonlyMap<number, string> = new Map([
${publicIds
  .filter(({ number, public_id: text }) => number !== 'literal' && text !== '')
  .map(({ number, public_id: text }) => `  [${hex(number, 4)}, ${quote(text)}],`)
  .join('\n')}
]);
`,
);

write(
  'dissect/wbxml/charsets.ts',
  `
/** Character sets by IANA MIBenum: name, and octets of a character unit (and so of the terminator). */
export const CHARSETS: ReadonlyMap<number, { readonly name: string; readonly unit: 1 | 2 | 4 }> = new Map([
${rowsOf('wbxml-charsets.csv')
  .map(({ mibenum, name, unit_bytes: unit }) => `  [${mibenum}, { name: ${quote(name)}, unit: ${unit} }],`)
  .join('\n')}
]);
`,
);

write(
  'dissect/wbxml/global-tokens.ts',
  `
/** Tokens that mean the same on every code page (WAP-192 5.8). */
export const GLOBAL_TOKENS: ReadonlyMap<number, string> = new Map([
${rowsOf('wbxml-global-tokens.csv')
  .map(({ token, name }) => `  [${hex(token)}, ${quote(name)}],`)
  .join('\n')}
]);
`,
);

for (const [file, module, name, doc] of [
  /** @type {const} */ (['syncml-alert-codes.csv', 'alert-codes', 'ALERT_CODES', 'Alert codes of SyncML.']),
  /** @type {const} */ (['syncml-status-codes.csv', 'status-codes', 'STATUS_CODES', 'Status codes of SyncML.']),
]) {
  const entries = rowsOf(file).map((row) => `  [${row.code}, ${quote(row.name)}],`);
  write(
    `protocols/syncml-dm/${module}.ts`,
    `\n/** ${doc} */\nexport const ${name}: ReadonlyMap<number, string> = new Map([\n${entries.join('\n')}\n]);\n`,
  );
}
