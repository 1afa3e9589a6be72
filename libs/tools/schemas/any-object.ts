import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';

/** Validates with a schema, but describes it to agents as any object. */
export function listedAsAnyObject({ '~standard': standard }: StandardSchemaWithJSON): StandardSchemaWithJSON {
  const describe = (): Record<string, unknown> => ({ type: 'object' });
  return { '~standard': { ...standard, jsonSchema: { input: describe, output: describe } } };
}
