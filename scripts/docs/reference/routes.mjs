// The reference of the routes, from their OpenAPI document.
import { tableOf } from '../markdown.mjs';

/** The page with every route, its parameters and its answers. */
export function routesPage({ paths }) {
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => sectionOf(method.toUpperCase(), path, operation)),
  );
  return [
    '# Routes',
    'Every route as the server registers it. [HTTP](http.md) explains filters and pages. The same is there as ' +
      '[OpenAPI](/docs/openapi.json){target=_self}, for programs that make clients from it.',
    ...routes,
  ].join('\n\n');
}

function needsOf([needed] = []) {
  if (!needed) return '';
  return 'observer' in needed ? 'Needs the key of an observer. ' : 'Needs the credentials of an admin. ';
}

function sectionOf(method, path, { description, parameters = [], requestBody, responses, security }) {
  const rows = parameters.map(({ name, in: place, description: meaning = '', schema = {} }) => [
    `\`${name}\``,
    place,
    [meaning, schema.default === undefined ? '' : `Default: \`${schema.default}\`.`]
      .filter(Boolean)
      .join(' '),
  ]);
  const statuses = Object.entries(responses)
    .filter(([status]) => status !== 'default')
    .map(([status, { content }]) => `\`${status}\`${inBrackets(formsOf(content))}`);
  const body = formsOf(requestBody?.content);
  return [
    `## ${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    description,
    rows.length > 0 ? tableOf(['Parameter', 'In', 'Meaning'], rows) : '',
    `${needsOf(security)}${body && `Body: ${body}. `}Answers: ${statuses.join(', ')}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The names of the schemas of a content, or its forms where it has none. */
function formsOf(content = {}) {
  return Object.entries(content)
    .flatMap(([form, { schema }]) => (schema ? namesOf(schema) : [form]))
    .map((name) => `\`${name}\``)
    .join(' or ');
}

/** A schema that is written where it is used has no name. */
function namesOf({ $ref, anyOf, oneOf }) {
  if ($ref) return [$ref.split('/').at(-1)];
  const named = (anyOf ?? oneOf ?? []).flatMap(namesOf);
  return named.length > 0 ? [...new Set(named)] : ['JSON'];
}

function inBrackets(text) {
  return text && ` (${text})`;
}
