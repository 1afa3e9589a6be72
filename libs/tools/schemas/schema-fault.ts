import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** The dialect that is used to list schemas. */
const TARGET = 'draft-2020-12';

type Side = 'input' | 'output';

/** Why a schema cannot be listed. */
export interface SchemaFault {
  /** `unwritable`: there is no JSON Schema for it. `no-object`: its values are not objects, as those of tools are. */
  kind: 'unwritable' | 'no-object';
  message: string;
}

/**
 * Why a schema cannot be listed for agents, with the member at fault; undefined when it can. One faulty schema would
 * make the whole list fail.
 */
export function faultOfSchema(schema: StandardSchemaWithJSON, side: Side): SchemaFault | undefined {
  const { jsonSchema } = schema['~standard'];
  // The types exclude this, but schemas come from libraries of any version.
  if (!(jsonSchema as unknown))
    return unwritable('its library cannot write JSON Schema; zod can from 4.2 on');
  try {
    return faultOfRoot(jsonSchema[side]({ target: TARGET }).type);
  } catch (error) {
    const member = memberAtFault(schema, side);
    const where = member === undefined ? '' : `member "${member}": `;
    const mend = 'describe it by what JSON holds, such as a date by z.iso.datetime()';
    return unwritable(`${where}${error instanceof Error ? error.message : String(error)}; ${mend}`);
  }
}

function unwritable(message: string): SchemaFault {
  return { kind: 'unwritable', message };
}

function faultOfRoot(type: unknown): SchemaFault | undefined {
  if (type === undefined || type === 'object') return undefined;
  const mend = 'put it in a member of z.object({ … })';
  const message = `its root must describe an object, not ${JSON.stringify(type)}: ${mend}`;
  return { kind: 'no-object', message };
}

/** The deepest member of a zod schema that cannot be converted to JSON Schema. */
function memberAtFault(schema: StandardSchemaWithJSON, io: Side): string | undefined {
  if (!('_zod' in schema)) return undefined;
  let deepest: readonly (string | number)[] = [];
  const override: z.core.ToJSONSchemaParams['override'] = ({ zodSchema, path }) => {
    if (path.length > deepest.length && !isWritable(zodSchema, io)) deepest = path;
  };
  try {
    z.toJSONSchema(schema as unknown as z.ZodType, { io, unrepresentable: 'any', override });
  } catch {
    // What somebody has written beside the schema has no JSON. The members were looked at before.
  }
  return deepest.length > 0 ? nameOf(deepest) : undefined;
}

function isWritable(schema: z.core.$ZodType, io: Side): boolean {
  try {
    z.toJSONSchema(schema, { io });
    return true;
  } catch {
    return false;
  }
}

/** The path of a member in code notation: `properties.from.items` becomes `from[]`. */
function nameOf(path: readonly (string | number)[]): string {
  let name = '';
  for (let at = 0; at < path.length; at += 1) {
    if (path[at] === 'properties') name += `${name && '.'}${path[(at += 1)]}`;
    else if (path[at] === 'items' || path[at] === 'prefixItems') name += '[]';
    else if (path[at] === 'additionalProperties') name += `${name && '.'}*`;
  }
  return name;
}
