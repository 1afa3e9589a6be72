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

function sectionOf(method, path, { description, parameters = [], responses, security }) {
  const rows = parameters.map(({ name, in: place, description: meaning = '', schema = {} }) => [
    `\`${name}\``,
    place,
    [meaning, schema.default === undefined ? '' : `Default: \`${schema.default}\`.`]
      .filter(Boolean)
      .join(' '),
  ]);
  const statuses = Object.keys(responses).map((status) => `\`${status}\``);
  return [
    `## ${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    description,
    rows.length > 0 ? tableOf(['Parameter', 'In', 'Meaning'], rows) : '',
    `${needsOf(security)}Answers: ${statuses.join(', ')}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
