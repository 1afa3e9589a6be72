import { Injectable } from '@nestjs/common';
import { faultOfSchema } from '../schemas/schema-fault.ts';
import { DefinitionRegistry } from './definition-registry.ts';
import type { Completer, Handler } from './handler.ts';
import type { PromptOptions } from './prompt-options.ts';

/** A prompt and its handler. */
export interface PromptDefinition {
  options: Omit<PromptOptions, 'complete'>;
  handle: Handler;
  complete?: Record<string, Completer>;
}

/** The prompts that this server serves, by name. */
@Injectable()
export class PromptRegistry extends DefinitionRegistry<PromptDefinition> {
  /** Also throws when the arguments cannot be described to agents. */
  override register(definition: PromptDefinition, source: string): void {
    const { name, args } = definition.options;
    const fault = args && faultOfSchema(args, 'input');
    if (fault)
      throw new Error(`${source}: the arguments of prompt "${name}" cannot be listed: ${fault.message}`);
    super.register(definition, source);
  }

  protected keyOf({ options: { name } }: PromptDefinition, source: string): string {
    if (name.length > 0) return name;
    throw new Error(`${source}: a prompt needs a name`);
  }

  protected taken(name: string): string {
    return `another prompt is named "${name}" already; rename one of them`;
  }
}
