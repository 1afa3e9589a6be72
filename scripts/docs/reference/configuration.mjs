// The reference of the configuration, from the variables and members that the server declares.
import { configurationSchema } from '../../../dist/apps/server/configuration/configuration-schema.js';
import { configurationRows } from '../../../dist/apps/server/configuration/configuration-table.js';
import { MEMBERS } from '../../../dist/apps/server/configuration/members/members.js';
import { tableOf } from '../markdown.mjs';

/** Depth to which objects are taken apart. What is deeper is in the JSON Schema. */
const MAX_DEPTH = 5;

/** The JSON Schema of the configuration file. */
export function configurationFileSchema() {
  return `${JSON.stringify(configurationSchema(), undefined, 2)}\n`;
}

/** The page with all variables, and all members of the file down to their last value. */
export function configurationPage() {
  const { properties } = configurationSchema();
  const variables = configurationRows().map(([name, byDefault, meaning]) => [
    name,
    byDefault ? `${meaning} Default: ${byDefault}.` : meaning,
  ]);
  const members = Object.entries(MEMBERS).map(([name, { meaning }]) => {
    const rows = valuesOf(properties[name], name);
    return [`### \`${name}\``, meaning, tableOf(['Value', 'Form', 'Default'], rows)].join('\n\n');
  });
  return [
    '# Configuration',
    'Every setting is an environment variable, or has the same name in the JSON file that `CROWSNEST_CONFIG` names. The file may ' +
      'also hold the members below. Its JSON Schema is [crowsnest.schema.json](/docs/crowsnest.schema.json){target=_self}, which ' +
      '`npx crowsnest config-schema` prints, too.',
    '## Variables',
    tableOf(['Variable', 'Meaning'], variables),
    '## Members of the file',
    ...members,
  ].join('\n\n');
}

/** The values below a schema: path, form and default of each. */
function valuesOf(schema, path, depth = 0) {
  const { items, properties = {}, required = [], additionalProperties } = schema;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (depth < MAX_DEPTH) {
    if (items?.properties || items?.oneOf) return valuesOf(items, `${path}[]`, depth + 1);
    if (alternatives?.every((one) => one.properties)) return mergedValues(alternatives, path, depth);
    if (typeof additionalProperties === 'object' && additionalProperties.properties)
      return valuesOf(additionalProperties, `${path}.NAME`, depth + 1);
    const names = Object.keys(properties);
    if (names.length > 0)
      return names.flatMap((name) => {
        const rows = valuesOf(properties[name], `${path}.${name}`, depth + 1);
        return required.includes(name) ? rows.map(asRequired) : rows;
      });
  }
  const byDefault = schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
  return [[`\`${path}\``, formOf(schema), byDefault]];
}

function asRequired([value, form, byDefault]) {
  return [value, form, byDefault || 'required'];
}

/** The values of several forms of an object: each once. */
function mergedValues(alternatives, path, depth) {
  const rows = alternatives.flatMap((one) => valuesOf(one, path, depth));
  return Array.from(new Map(rows.map((row) => [row[0], row])).values());
}

/** The form of a value in words. */
function formOf({ const: only, enum: words, anyOf, oneOf, type, items, minimum, maximum, pattern, format }) {
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (words) return words.map((word) => `\`${JSON.stringify(word)}\``).join(', ');
  const alternatives = anyOf ?? oneOf;
  if (alternatives) return Array.from(new Set(alternatives.map(formOf))).join(', or ');
  if (type === 'array') return items ? `list: ${formOf(items)}` : 'list';
  const limits = [minimum, maximum].map((limit) =>
    Math.abs(limit) < Number.MAX_SAFE_INTEGER ? limit : undefined,
  );
  const range = limits.some((limit) => limit !== undefined) ? ` (${limits[0] ?? ''}–${limits[1] ?? ''})` : '';
  const details = format ?? (pattern && `\`${pattern}\``);
  return `${type ?? 'any value'}${range}${details ? `: ${details}` : ''}`;
}
