import { Injectable } from '@nestjs/common';
import type { Prompt, PromptCallback, Tool } from '@modelcontextprotocol/server';
import type { PromptDefinition, ToolDefinition } from '#tools';
import { listedPrompt, listedTool } from '../../sdk/listed-forms.ts';
import { ToolSchemas } from './tool-schemas.ts';

/** Tools and prompts as lists show them. Each is converted once, for the agents of both eras. */
@Injectable()
export class ListedDefinitions {
  readonly #tools = new WeakMap<ToolDefinition, Promise<Tool>>();
  readonly #prompts = new WeakMap<PromptDefinition, Promise<Prompt>>();

  constructor(private readonly schemas: ToolSchemas) {}

  tool(definition: ToolDefinition): Promise<Tool> {
    const known = this.#tools.get(definition) ?? this.#convertTool(definition);
    this.#tools.set(definition, known);
    return known;
  }

  prompt(definition: PromptDefinition): Promise<Prompt> {
    const known = this.#prompts.get(definition) ?? this.#convertPrompt(definition);
    this.#prompts.set(definition, known);
    return known;
  }

  #convertTool({ options }: ToolDefinition): Promise<Tool> {
    const { name, title, description, input, output, annotations, icons } = options;
    const config = {
      title,
      description,
      annotations,
      icons,
      inputSchema: input && this.schemas.memoized(input),
      outputSchema: output && this.schemas.memoized(output),
    };
    return listedTool((server) => server.registerTool(name, config as object, () => ({ content: [] })));
  }

  #convertPrompt({ options: { name, args, ...presentation } }: PromptDefinition): Promise<Prompt> {
    const config = { ...presentation, argsSchema: args };
    const get: PromptCallback = () => ({ messages: [] });
    return listedPrompt((server) => server.registerPrompt(name, config as object, get));
  }
}
