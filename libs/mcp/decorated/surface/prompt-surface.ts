import { Injectable } from '@nestjs/common';
import {
  ProtocolError,
  ProtocolErrorCode,
  type GetPromptRequest,
  type GetPromptResult,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { PromptRegistry, toGetPromptResult } from '#tools';
import { HandlerRuns } from '../handler-runs.ts';
import type { ServedMethods } from '../served-methods.ts';
import type { Serving } from '../serving.ts';
import { ListedDefinitions } from './listed-definitions.ts';
import { PagedLists } from './paged-lists.ts';
import { tellAndRethrow } from './protocol-failure.ts';
import { validated } from './validated.ts';

/** Serves the prompts that agents see and use. */
@Injectable()
export class PromptSurface {
  readonly methods: ServedMethods = {
    'prompts/list': async (_serving, params) => {
      const prompts = await Promise.all(this.registry.list().map((prompt) => this.listed.prompt(prompt)));
      return this.pages.pageOf('prompts/list', 'prompts', prompts, params);
    },
    'prompts/get': (serving, params, context) => this.#get(serving, params, context),
  };

  constructor(
    private readonly registry: PromptRegistry,
    private readonly runs: HandlerRuns,
    private readonly listed: ListedDefinitions,
    private readonly pages: PagedLists,
  ) {}

  async #get(
    serving: Serving,
    { name, arguments: args }: GetPromptRequest['params'],
    context: ServerContext,
  ): Promise<GetPromptResult | InputRequiredResult> {
    const prompt = this.registry.get(name);
    if (!prompt) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Prompt ${name} not found`);
    const { args: schema } = prompt.options;
    const input = schema ? await validated(schema, args ?? {}, `Invalid arguments for prompt ${name}`) : {};
    return this.runs
      .run(serving, context, async (contextFor) =>
        toGetPromptResult(await prompt.handle(input, contextFor())),
      )
      .catch(tellAndRethrow(`The prompt "${name}"`, context.mcpReq.signal));
  }
}
