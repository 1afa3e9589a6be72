import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { SITE } from './site.ts';

type Json = Record<string, unknown>;
type Contents = Record<string, { schema?: Json }>;

/** What the document says of a method of a path. */
export interface Operation {
  description?: string;
  security?: unknown[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Contents };
  responses: Record<string, { content?: Contents }>;
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: Json;
}

/** The built document. */
export function openApiDocument(): OpenApi {
  return JSON.parse(readFileSync(`${SITE}/openapi.json`, 'utf8')) as OpenApi;
}

/** The operations by method and path, with `x` for each parameter of the path. */
export function operationsOf({ paths }: OpenApi): Map<string, Operation> {
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, 'x')}`,
        operation,
      ]),
    ),
  );
}

/** An answer of a route. */
export interface RouteAnswer {
  status: number;
  type: string;
  text: string;
}

/** Compares answers with the document. A member that no schema names is a fault: the document would not tell of it. */
export class DocumentedAnswers {
  readonly #operations: ReadonlyMap<string, Operation>;
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false });
  readonly #validators = new Map<Json, ValidateFunction>();
  readonly #components: Json;

  constructor(document: OpenApi) {
    const { components } = closed(document) as OpenApi;
    this.#components = components;
    this.#operations = operationsOf(closed(document) as OpenApi);
  }

  /** What an answer has that the document does not say, as sentences. */
  faultsOf(route: string, { status, type, text }: RouteAnswer): string[] {
    const response = this.#operations.get(route)?.responses[status] ?? this.#defaultOf(route, status);
    if (!response) return [`${route}: ${status} is not documented`];
    const { content } = response;
    if (!content) return text === '' || status === 302 ? [] : [`${route}: ${status} has a body`];
    const [form = ''] = type.split(';');
    const { schema } = content[form] ?? content['*/*'] ?? {};
    if (!(form in content) && !('*/*' in content)) return [`${route}: ${status} is ${form}`];
    if (!schema) return [];
    const validate = this.#validatorOf(schema);
    if (validate(JSON.parse(text))) return [];
    const [error] = validate.errors ?? [];
    return [`${route}: ${status} ${error?.instancePath} ${error?.message} ${JSON.stringify(error?.params)}`];
  }

  /** The answer to anything that is no success. */
  #defaultOf(route: string, status: number) {
    return status < 400 ? undefined : this.#operations.get(route)?.responses['default'];
  }

  #validatorOf(schema: Json): ValidateFunction {
    const known = this.#validators.get(schema);
    if (known) return known;
    const validate = this.#ajv.compile({ ...schema, components: this.#components });
    this.#validators.set(schema, validate);
    return validate;
  }
}

/** The same schemas, for objects that have only the members that are named. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  const isClosed =
    'properties' in members && !('additionalProperties' in members) && members['type'] === 'object';
  return isClosed ? { ...members, additionalProperties: false } : members;
}
