import { Injectable } from '@nestjs/common';
import type { ServerContext } from '@modelcontextprotocol/server';
import { PromptRegistry, toGetPromptResult, type PromptDefinition } from '#tools';
import type { Serving } from '../serving.ts';
import { HandlerRuns } from '../handler-runs.ts';
import { asProtocolError } from './protocol-failure.ts';
import { Surface, type Registered } from './surface.ts';

/** Serves the prompts that agents see and use. */
@Injectable()
export class PromptSurface extends Surface<PromptDefinition> {
  constructor(
    registry: PromptRegistry,
    private readonly runs: HandlerRuns,
  ) {
    super(registry);
  }

  add(serving: Serving, prompt: PromptDefinition): Registered {
    const { name, args, ...presentation } = prompt.options;
    const get = (input: unknown, context: ServerContext) =>
      this.runs.run(serving, context, async (contextFor) =>
        toGetPromptResult(await prompt.handle(input, contextFor()).catch(asProtocolError)),
      );
    return args
      ? serving.server.registerPrompt(name, { ...presentation, argsSchema: args }, get)
      : serving.server.registerPrompt(name, presentation, (context: ServerContext) => get({}, context));
  }
}
