import { Injectable } from '@nestjs/common';
import { fromJsonSchema, type JsonSchemaType } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { Tool } from '#tools';
import schema from './schema-2020-12.json' with { type: 'json' };

const HEADERS_INPUT = z.object({
  region: z.string().meta({ 'x-mcp-header': 'Region' }),
  priority: z.int().meta({ 'x-mcp-header': 'Priority' }).optional(),
});

/** Tools whose arguments have unusual schemas. */
@Injectable()
export class SchemaTools {
  @Tool({
    name: 'json_schema_2020_12_tool',
    description: 'Takes what JSON Schema 2020-12 can describe.',
    input: fromJsonSchema(schema as JsonSchemaType),
  })
  describe(input: unknown): string {
    return `JSON Schema 2020-12 tool called with: ${JSON.stringify(input)}`;
  }

  @Tool({
    name: 'test_custom_headers',
    description: 'Has its arguments repeated in headers.',
    input: HEADERS_INPUT,
  })
  headers({ region }: { region: string }): string {
    return `Region: ${region}`;
  }
}
