import { z } from 'zod';
import { ToolSchemas } from './tool-schemas.ts';

const TARGET = { target: 'draft-2020-12' } as const;

describe('ToolSchemas', () => {
  const schema = z.object({ text: z.string().default('') });
  const schemas = new ToolSchemas();
  const memoized = schemas.memoized(schema)['~standard'];

  it('makes the same JSON Schema as the schema itself, once for each side', () => {
    const { input, output } = memoized.jsonSchema;
    expect(input(TARGET)).toEqual(schema['~standard'].jsonSchema.input(TARGET));
    expect(output(TARGET)).toEqual(schema['~standard'].jsonSchema.output(TARGET));
    expect(output(TARGET)).not.toEqual(input(TARGET));
    expect(input(TARGET)).toBe(input(TARGET));
    expect(input({ target: 'draft-07' })).not.toBe(input(TARGET));
  });

  it('validates like the schema itself', async () => {
    expect(await memoized.validate({ text: 'ahoy' })).toEqual({ value: { text: 'ahoy' } });
    expect(await memoized.validate({ text: 5 })).toMatchObject({ issues: [{ path: ['text'] }] });
  });

  it('is made once for a schema', () => {
    expect(schemas.memoized(schema)).toBe(schemas.memoized(schema));
    expect(schemas.jsonOf(schema)).toBe(memoized.jsonSchema.input(TARGET));
  });
});
