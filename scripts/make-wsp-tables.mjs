// Turns tables of WSP numbers (CSV with a header line) into typed data modules.
// Usage: node scripts/make-wsp-tables.mjs OUTPUT_FOLDER FILE.csv...; a file that has no module here is passed over.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** @typedef {'address_octets' | 'address_type' | 'bearer' | 'deprecated' | 'encoding_version' | 'http_status' | 'iana_name' | 'iso639' | 'media_type' | 'mibenum' | 'name' | 'number' | 'phrase' | 'port' | 'urn'} Column */
/** @typedef {Record<Column, string>} Row */

/**
 * Rows of a CSV text as objects keyed by the header line; quoted cells may hold commas and doubled quotes.
 * @param {string} text
 * @returns {Row[]}
 */
function rowsOf(text) {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
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
const hex = (number) => `0x${Number(number).toString(16).padStart(2, '0')}`;

/**
 * @param {string} name
 * @param {string} doc
 * @param {Row[]} rows
 * @param {Column} key
 * @param {(row: Row) => string} text
 */
function names(name, doc, rows, key, text) {
  const entries = rows.map((row) => `  [${hex(row[key])}, ${quote(text(row))}],`);
  return `/** ${doc} */\nexport const ${name}: ReadonlyMap<number, string> = new Map([\n${entries.join('\n')}\n]);\n`;
}

/**
 * @param {string} name
 * @param {string} type declaration of the rows' interface
 * @param {string} doc
 * @param {Row[]} rows
 * @param {(row: Row) => string} record
 */
function records(name, type, doc, rows, record) {
  const entries = rows.map((row) => `  { ${record(row)} },`);
  return `${type}\n\n/** ${doc} */\nexport const ${name}: readonly ${/interface (\w+)/.exec(type)?.[1]}[] = [\n${entries.join('\n')}\n];\n`;
}

/** @param {Row[]} rows */
const singles = (rows) => rows.filter((row) => /^0x[0-9A-F]+$/.test(row.number));
/** @param {string} text */
const withoutRemark = (text) => text.replace(/ \(.*\)$/, '');

/** @type {Record<string, readonly [string, (rows: Row[]) => string]>} */
const MODULES = {
  'wsp-content-types.csv': [
    'content-types.ts',
    (rows) => names('CONTENT_TYPES', 'Numbers of content types (OMNA).', rows, 'number', (row) => row.media_type),
  ],
  'wsp-charsets.csv': [
    'charsets.ts',
    (rows) => names('CHARSETS', 'Character sets by IANA MIBenum.', rows, 'mibenum', (row) => withoutRemark(row.name)),
  ],
  'wsp-languages.csv': [
    'languages.ts',
    (rows) =>
      names('LANGUAGES', 'Languages with their ISO 639 code (WAP-230 table 41).', rows, 'number', (row) =>
        row.iso639 === '*' ? '*' : `${row.name} (${row.iso639})`,
      ),
  ],
  'wsp-status-codes.csv': [
    'status-codes.ts',
    (rows) =>
      names(
        'STATUS_CODES',
        'Status octets of a Reply with the HTTP status (WAP-230 table 36).',
        rows,
        'number',
        (row) => `${row.http_status} ${row.phrase}`,
      ),
  ],
  'wsp-pdu-types.csv': [
    'pdu-types.ts',
    (rows) => names('PDU_TYPES', 'PDU type octets (WAP-230 table 34).', singles(rows), 'number', (row) => row.name),
  ],
  'wap-application-ids.csv': [
    'application-ids.ts',
    (rows) => names('APPLICATION_IDS', 'Push application ids (OMNA).', rows, 'number', (row) => row.urn),
  ],
  'wap-ports.csv': [
    'ports.ts',
    (rows) =>
      `/** Ports of WAP with their IANA names. */\nexport const PORTS: ReadonlyMap<number, string> = new Map([\n${rows
        .map((row) => `  [${row.port}, ${quote(row.iana_name)}],`)
        .join('\n')}\n]);\n`,
  ],
  'wap-bearer-types.csv': [
    'bearer-types.ts',
    (rows) =>
      records(
        'BEARER_TYPES',
        'export interface BearerType {\n  readonly number: number;\n  readonly name: string;\n  /** What an address of this bearer is. */\n  readonly address: string;\n  /** Octets of an address; 0 when they vary. */\n  readonly octets: number;\n}',
        'Bearer types of address records (WDP).',
        singles(rows),
        (row) =>
          `number: ${hex(row.number)}, name: ${quote(row.bearer)}, address: ${quote(row.address_type)}, octets: ${Number(row.address_octets) || 0}`,
      ),
  ],
  'wsp-header-fields.csv': [
    'header-fields.ts',
    (rows) =>
      records(
        'HEADER_FIELDS',
        'export interface HeaderNumber {\n  readonly number: number;\n  readonly name: string;\n  /** Encoding version that brought the number; empty when none is stated. */\n  readonly since: string;\n  readonly deprecated: boolean;\n}',
        'Numbers of header fields on the default code page (OMNA; WAP-230 table 39).',
        rows,
        (row) =>
          `number: ${hex(row.number)}, name: ${quote(row.name)}, since: ${quote(row.encoding_version)}, deprecated: ${row.deprecated === 'yes'}`,
      ),
  ],
  'wsp-parameters.csv': [
    'parameters.ts',
    (rows) =>
      records(
        'PARAMETERS',
        'export interface ParameterNumber {\n  readonly number: number;\n  readonly name: string;\n  readonly since: string;\n  readonly deprecated: boolean;\n}',
        'Numbers of well-known parameters (OMNA; WAP-230 table 38).',
        rows,
        (row) =>
          `number: ${hex(row.number)}, name: ${quote(withoutRemark(row.name))}, since: ${quote(row.encoding_version)}, deprecated: ${row.deprecated === 'yes'}`,
      ),
  ],
};

const [folder, ...files] = process.argv.slice(2);
if (folder === undefined || files.length === 0) {
  console.error('usage: node scripts/make-wsp-tables.mjs OUTPUT_FOLDER FILE.csv...');
  process.exit(2);
}
for (const file of files) {
  const made = MODULES[basename(file)];
  if (made === undefined) continue;
  const [name, make] = made;
  const text = make(rowsOf(readFileSync(file, 'utf8')));
  writeFileSync(join(folder, name), `// Made by scripts/make-wsp-tables.mjs; do not edit.\n${text}`);
}
