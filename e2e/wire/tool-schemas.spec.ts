import { Injectable } from '@nestjs/common';
import { Ajv } from 'ajv';
import { z } from 'zod';
import { Prompt, Tool, type ToolContext, type ToolOptions } from '#tools';
import { ERAS } from '../support/agents/either-era.ts';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { startApplication } from '../support/server/test-application.ts';

/** A provider with one tool. */
function toolsWith(options: Partial<ToolOptions>) {
  @Injectable()
  class Reports {
    @Tool({ name: 'report', ...options })
    report(): object {
      return {};
    }
  }
  return Reports;
}

const root = (schema: unknown) => schema as z.ZodObject;

describe('a tool whose schema cannot be listed', () => {
  it.each([
    ['a date', { input: z.object({ when: z.date() }) }, 'input', 'member "when": Date'],
    ['a bigint', { input: z.object({ n: z.bigint().optional() }) }, 'input', 'member "n": BigInt'],
    ['a map', { input: z.object({ m: z.map(z.string(), z.string()) }) }, 'input', 'member "m": Map'],
    [
      'a date in a list of objects',
      { input: z.object({ trips: z.array(z.object({ days: z.array(z.date()) })) }) },
      'input',
      'member "trips[].days[]": Date',
    ],
    [
      'a default that has no JSON',
      { input: z.object({ n: z.string().meta({ default: 1n }) }) },
      'input',
      'member "n": Error converting schema',
    ],
    ['a symbol', { output: z.object({ s: z.symbol() }) }, 'output', 'member "s"'],
    [
      'a transform as output',
      { output: z.object({ size: z.string().transform((text) => text.length) }) },
      'output',
      'member "size": Transforms',
    ],
    [
      'a list as root',
      { input: root(z.array(z.string())) },
      'input',
      'its root must describe an object, not "array"',
    ],
    ['a list as root of its output', { output: root(z.array(z.string())) }, 'output', 'its root must'],
  ] as const)('is refused at start: %s', async (_, options, side, fault) => {
    await expect(startApplication([toolsWith(options)])).rejects.toThrow(
      `Reports.report: the ${side} schema of tool "report" cannot be listed: ${fault}`,
    );
  });

  it('is refused at start with unlistableSchemas: "omit" when its root does not describe an object', async () => {
    const options = { unlistableSchemas: 'omit', input: root(z.array(z.string())) } as const;
    await expect(startApplication([toolsWith(options)])).rejects.toThrow('its root must describe an object');
  });

  it('is refused like a prompt whose arguments cannot be listed', async () => {
    @Injectable()
    class Prompts {
      @Prompt({ name: 'plan', args: z.object({ day: z.date() }) })
      plan(): string {
        return '';
      }
    }
    await expect(startApplication([Prompts])).rejects.toThrow(
      /arguments of prompt "plan".*member "day": Date/,
    );
  });
});

describe.each(ERAS)(
  'a tool with unlistableSchemas: "omit", seen by an agent of the $era era',
  ({ connect }) => {
    const day = z.object({ when: z.coerce.date() });

    @Injectable()
    class Calendar {
      @Tool({ name: 'weekday', unlistableSchemas: 'omit', input: day, output: z.object({ day: z.int() }) })
      weekday({ when }: z.infer<typeof day>): object {
        return { day: when.getUTCDay() };
      }

      @Tool({ name: 'echo', unlistableSchemas: 'omit', input: z.object({ when: z.string() }), output: day })
      echo({ when }: { when: string }): object {
        return { when };
      }
    }

    it('has a schema that accepts any object in place of one that cannot be listed', async () => {
      const { app } = await startApplication([Calendar]);
      const agent = await connect(app);
      const [weekday, echo] = await agent.listTools();
      expect(weekday).toMatchObject({ inputSchema: { type: 'object' }, outputSchema: { required: ['day'] } });
      expect(weekday?.['inputSchema']).toEqual({ type: 'object' });
      expect(echo).toMatchObject({ inputSchema: { required: ['when'] } });
      expect(echo?.['outputSchema']).toEqual({ type: 'object' });
      for (const tool of [weekday, echo]) expect(tool).not.toHaveProperty('unlistableSchemas');
      await agent.close();
      await app.close();
    });

    it('still validates arguments and results with that schema', async () => {
      const { app } = await startApplication([Calendar]);
      const agent = await connect(app);
      const sunday = { when: '2026-11-29' };
      expect(await agent.call('weekday', sunday)).toMatchObject({ structuredContent: { day: 0 } });
      expect(await agent.call('echo', sunday)).toMatchObject({ structuredContent: sunday });
      for (const name of ['weekday', 'echo'])
        expect(await agent.call(name, { when: 'never' })).toMatchObject({ isError: true });
      await agent.close();
      await app.close();
    });
  },
);

describe.each(ERAS)('the schemas that an agent of the $era era gets', ({ connect }) => {
  it('are accepted by a validator that knows only draft-07', async () => {
    const input = z.object({
      text: z.string().min(1).default('x'),
      kind: z.enum(['a', 'b']).optional(),
      either: z.union([z.string(), z.number()]),
      tree: z.object({
        get children() {
          return z.array(input.shape.text);
        },
      }),
      more: z.record(z.string(), z.int()),
      // A pattern with this escape is an error with the flag u, and an infinite bound has no JSON.
      day: z.string().regex(new RegExp(String.raw`^\d{4}\-\d{2}$`)),
      size: z.number().min(-Infinity).max(Infinity),
    });
    const { app } = await startApplication([
      toolsWith({
        input,
        output: z.looseObject({ ok: z.boolean(), id: z.string().regex(new RegExp(String.raw`^a\:b$`)) }),
      }),
    ]);
    const agent = await connect(app);
    const [tool] = await agent.listTools();
    for (const member of ['inputSchema', 'outputSchema']) {
      const schema = tool?.[member] as object;
      expect(schema).not.toHaveProperty('$schema');
      expect(() => new Ajv({ allowUnionTypes: true }).compile(schema)).not.toThrow();
    }
    await agent.close();
    await app.close();
  });
});

describe('the schema of a question to the user', () => {
  @Injectable()
  class Asking {
    @Tool({ name: 'ask' })
    async ask(_input: unknown, context: ToolContext): Promise<string> {
      await context.elicit({ message: 'Where?', requestedSchema: z.object({ city: z.string() }) });
      return 'asked';
    }
  }

  it('names no dialect, like the schemas of tools', async () => {
    const { app, origin } = await startApplication([Asking]);
    const _meta = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } };
    const { body } = await sendModern(origin, 'tools/call', { name: 'ask', _meta });
    expect(body?.result).toMatchObject({
      inputRequests: {
        'elicit-1': { params: { requestedSchema: { properties: { city: { type: 'string' } } } } },
      },
    });
    expect(JSON.stringify(body)).not.toContain('$schema');
    await app.close();
  });
});
