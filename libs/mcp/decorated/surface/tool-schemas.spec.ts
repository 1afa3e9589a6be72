import { fromJsonSchema } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { ToolSchemas } from './tool-schemas.ts';

const TARGET = { target: 'draft-2020-12' } as const;

describe('ToolSchemas', () => {
  const schema = z.object({ text: z.string().default('') });
  const schemas = new ToolSchemas();
  const memoized = schemas.memoized(schema)['~standard'];

  it('makes the JSON Schema of a schema once for input and once for output, without its dialect', () => {
    const { input, output } = memoized.jsonSchema;
    const $schema = 'https://json-schema.org/draft/2020-12/schema';
    expect({ $schema, ...input(TARGET) }).toEqual(schema['~standard'].jsonSchema.input(TARGET));
    expect({ $schema, ...output(TARGET) }).toEqual(schema['~standard'].jsonSchema.output(TARGET));
    expect(input(TARGET)).not.toHaveProperty('$schema');
    expect(output(TARGET)).not.toEqual(input(TARGET));
    expect(input(TARGET)).toBe(input(TARGET));
    expect(input({ target: 'draft-07' })).not.toBe(input(TARGET));
  });

  it.each(['https://json-schema.org/draft/2020-12/schema', 'http://json-schema.org/draft-07/schema#'])(
    'returns a written JSON Schema unchanged, with the dialect %s',
    ($schema) => {
      const written = fromJsonSchema({ $schema, type: 'object', properties: { a: { type: 'string' } } });
      expect(schemas.jsonOf(written)).toEqual({
        $schema,
        type: 'object',
        properties: { a: { type: 'string' } },
      });
    },
  );

  it('validates as the original schema does', async () => {
    expect(await memoized.validate({ text: 'ahoy' })).toEqual({ value: { text: 'ahoy' } });
    expect(await memoized.validate({ text: 5 })).toMatchObject({ issues: [{ path: ['text'] }] });
  });

  it('makes one memoized schema for each schema', () => {
    expect(schemas.memoized(schema)).toBe(schemas.memoized(schema));
    expect(schemas.jsonOf(schema)).toBe(memoized.jsonSchema.input(TARGET));
  });
});
