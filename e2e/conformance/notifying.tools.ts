import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PromptRegistry, Tool, ToolRegistry, type ToolContext } from '#tools';

const PAUSE_MS = 50;

/** Tools that send the agent notifications before their result, or that change what the server offers. */
@Injectable()
export class NotifyingTools {
  constructor(
    private readonly tools: ToolRegistry,
    private readonly prompts: PromptRegistry,
  ) {}

  @Tool({ name: 'test_tool_with_logging', description: 'Logs three messages.' })
  async log(_input: unknown, context: ToolContext): Promise<string> {
    await context.log('info', 'Tool execution started');
    await delay(PAUSE_MS);
    await context.log('info', 'Tool processing data');
    await delay(PAUSE_MS);
    await context.log('info', 'Tool execution completed');
    return 'Tool with logging executed successfully';
  }

  @Tool({ name: 'test_logging_tool', description: 'Logs a message.' })
  async logOnce(_input: unknown, context: ToolContext): Promise<string> {
    await context.log('info', 'A message for those who asked for it');
    return 'Logged';
  }

  @Tool({ name: 'test_tool_with_progress', description: 'Reports progress.' })
  async progress(_input: unknown, context: ToolContext): Promise<string> {
    await context.reportProgress({ progress: 0, total: 100 });
    await delay(PAUSE_MS);
    await context.reportProgress({ progress: 50, total: 100 });
    await delay(PAUSE_MS);
    await context.reportProgress({ progress: 100, total: 100 });
    return 'Tool with progress executed successfully';
  }

  @Tool({ name: 'test_trigger_tool_change', description: 'Adds a tool and takes it away again.' })
  changeTools(): string {
    const options = { name: 'test_passing_tool', input: z.object({}) };
    this.tools.register({ options, handle: async () => 'Here for a moment' }, 'NotifyingTools');
    this.tools.remove(options.name);
    return 'Changed';
  }

  @Tool({ name: 'test_trigger_prompt_change', description: 'Adds a prompt and takes it away again.' })
  changePrompts(): string {
    const options = { name: 'test_passing_prompt' };
    this.prompts.register({ options, handle: async () => 'Here for a moment' }, 'NotifyingTools');
    this.prompts.remove(options.name);
    return 'Changed';
  }
}
