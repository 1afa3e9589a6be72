import { Injectable } from '@nestjs/common';
import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { compilable } from './compilable-schema.ts';

/** The dialect in which the SDK lists schemas. */
const TARGET = 'draft-2020-12';

type Conversion = StandardSchemaWithJSON['~standard']['jsonSchema']['input'];

/** The value of `$schema` for this dialect. */
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The vendor of schemas that were written as JSON Schema, which are kept exactly as written. */
const WRITTEN = 'mcp';

/**
 * The schemas of tools, each with a JSON Schema that is made only once. Revision 2026-07-28 needs it for every list,
 * and for every call, to check the headers that repeat an argument. A generated schema is made such that all clients can
 * compile it (docs/decisions/15-tool-schemas.md).
 */
@Injectable()
export class ToolSchemas {
  readonly #memoized = new WeakMap<StandardSchemaWithJSON, StandardSchemaWithJSON>();

  /** Returns the same schema, but with a memoized JSON Schema. */
  memoized(schema: StandardSchemaWithJSON): StandardSchemaWithJSON {
    const known = this.#memoized.get(schema) ?? withMemory(schema);
    this.#memoized.set(schema, known);
    return known;
  }

  /** The JSON Schema of a schema; undefined when it has none. */
  jsonOf(schema: StandardSchemaWithJSON): Record<string, unknown> | undefined {
    try {
      return this.memoized(schema)['~standard'].jsonSchema.input({ target: TARGET });
    } catch {
      return undefined;
    }
  }
}

function withMemory({ '~standard': standard }: StandardSchemaWithJSON): StandardSchemaWithJSON {
  const { vendor, jsonSchema } = standard;
  const { input, output } =
    vendor === WRITTEN
      ? jsonSchema
      : { input: forAllClients(jsonSchema.input), output: forAllClients(jsonSchema.output) };
  return { '~standard': { ...standard, jsonSchema: { input: once(input), output: once(output) } } };
}

function once(convert: Conversion): Conversion {
  const made = new Map<string, ReturnType<Conversion>>();
  return (options) => {
    const json = made.get(options.target) ?? convert(options);
    made.set(options.target, json);
    return json;
  };
}

function forAllClients(convert: Conversion): Conversion {
  return (options) => {
    const { $schema, ...json } = compilable(convert(options));
    // MCP assumes this dialect for a schema without `$schema`, so nothing is lost.
    return $schema === undefined || $schema === DIALECT ? json : { $schema, ...json };
  };
}
