// JSON Schemas of what goes over the wire, from the types of the contract, for OpenAPI 3.1.
import { join } from 'node:path';
import {
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  SchemaGenerator,
} from 'ts-json-schema-generator';
import { ROOT } from '../../scripts/tasks/project.mjs';
import { EventUnion } from './event-union.mjs';

const CONFIG = {
  ...DEFAULT_CONFIG,
  path: join(ROOT, 'libs/contract/http/json-routes.ts'),
  tsconfig: join(ROOT, 'tsconfig.json'),
  type: 'JsonRoutes',
  skipTypeCheck: true,
  // Clients have to ignore members that they do not know.
  additionalProperties: true,
};
const DEFINITION = '#/definitions/';
const COMPONENT = '#/components/schemas/';

/** The schemas of all types by name, and those of the routes: `answers` and `bodies` by `METHOD /path`, and `error`. */
export function wireSchemas() {
  const program = createProgram(CONFIG);
  const parser = createParser(program, CONFIG, (chain) =>
    chain.addNodeParser(new EventUnion(program, chain)),
  );
  const generator = new SchemaGenerator(program, parser, createFormatter(CONFIG), CONFIG);
  const { definitions } = generator.createSchema(CONFIG.type);
  const { JsonRoutes, JsonAnswers, JsonBodies, ...schemas } = forOpenApi(definitions);
  const named = Object.entries(schemas).map(([name, schema]) => [componentName(name), schema]);
  return {
    schemas: Object.fromEntries(named),
    answers: JsonAnswers.properties,
    bodies: JsonBodies.properties,
    error: { $ref: JsonRoutes.properties.error.$ref },
  };
}

/** Generic types have names that references must not have. */
function componentName(name) {
  return decodeURIComponent(name).replaceAll(/[^\w.-]+/g, '_');
}

/** The generator writes draft 7, and OpenAPI 3.1 has draft 2020-12: other places of definitions, and other tuples. */
function forOpenApi(value) {
  if (Array.isArray(value)) return value.map(forOpenApi);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => memberFor(key, one)));
}

function memberFor(key, value) {
  if (key === '$ref') return [key, COMPONENT + componentName(value.slice(DEFINITION.length))];
  if (key === 'items' && Array.isArray(value)) return ['prefixItems', forOpenApi(value)];
  if (key === 'additionalItems') return ['items', forOpenApi(value)];
  if (key === 'description' && typeof value === 'string') return [key, plainText(value)];
  return [key, forOpenApi(value)];
}

/** A comment without the braces of links. */
function plainText(comment) {
  return comment
    .replaceAll(/\{@link (\w+)\s*\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
