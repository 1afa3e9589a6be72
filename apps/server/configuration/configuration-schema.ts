import { z } from 'zod';
import type { Member } from './members/member.ts';
import { MEMBER_NAMES, MEMBERS } from './members/members.ts';
import type { Variable } from './variables/variable.ts';
import { SCHEMA_MEMBER } from './sources.ts';
import { VARIABLE_NAMES, VARIABLES } from './variables/variables.ts';

/**
 * The JSON Schema (2020-12) of the configuration file, for editors. It describes the form of every value; the server
 * checks more, such as whether a hostname is one.
 */
export function configurationSchema(): object {
  const variables = VARIABLE_NAMES.map((name) => [name, propertyOf(VARIABLES[name])]);
  const members = MEMBER_NAMES.map((name) => [name, memberProperty(MEMBERS[name])]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of Crowsnest',
    type: 'object',
    properties: {
      [SCHEMA_MEMBER]: { type: 'string' },
      ...Object.fromEntries(variables),
      ...Object.fromEntries(members),
    },
    additionalProperties: false,
  };
}

function memberProperty({ schema, meaning }: Member): object {
  const { $schema: _, ...form } = z.toJSONSchema(schema, { io: 'input' });
  return { description: meaning, ...form };
}

function propertyOf({ schema, default: byDefault, meaning }: Variable): object {
  const { $schema: _, ...form } = z.toJSONSchema(schema, { io: 'input' });
  return { description: meaning, ...form, ...(byDefault?.length && { default: byDefault }) };
}
