import { Injectable } from '@nestjs/common';
import { propagation, trace } from '@opentelemetry/api';
import { z } from 'zod';
import { Tool, type ToolContext } from '#tools';

/** Tools of an application that creates spans itself. */
@Injectable()
export class TracedTools {
  @Tool({ name: 'look-up' })
  async lookUp(): Promise<string> {
    await Promise.resolve();
    trace.getTracer('host').startSpan('database').end();
    return propagation.getActiveBaggage()?.getEntry('user')?.value ?? 'nobody';
  }

  @Tool({ name: 'greet' })
  async greet(_input: unknown, context: ToolContext): Promise<string> {
    const requestedSchema = z.object({ name: z.string() });
    const { content } = await context.elicit({ message: 'Who are you?', requestedSchema });
    return `Hello, ${String(content?.['name'])}`;
  }
}
