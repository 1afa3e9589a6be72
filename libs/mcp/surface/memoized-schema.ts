import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';

const memoized = new WeakMap<StandardSchemaWithJSON, StandardSchemaWithJSON>();

/**
 * The schema, with its JSON Schema made once. The SDK asks for it with every call in revision 2026-07-28, to
 * check the headers that repeat an argument, and with every list.
 */
export function memoizedSchema(schema: StandardSchemaWithJSON): StandardSchemaWithJSON {
  const known = memoized.get(schema) ?? withMemory(schema);
  memoized.set(schema, known);
  return known;
}

function withMemory({ '~standard': standard }: StandardSchemaWithJSON): StandardSchemaWithJSON {
  const { input, output } = standard.jsonSchema;
  return { '~standard': { ...standard, jsonSchema: { input: once(input), output: once(output) } } };
}

type Conversion = StandardSchemaWithJSON['~standard']['jsonSchema']['input'];

function once(convert: Conversion): Conversion {
  const made = new Map<string, ReturnType<Conversion>>();
  return (options) => {
    const json = made.get(options.target) ?? convert(options);
    made.set(options.target, json);
    return json;
  };
}
