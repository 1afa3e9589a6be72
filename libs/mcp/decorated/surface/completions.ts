import { Injectable } from '@nestjs/common';
import {
  ProtocolError,
  ProtocolErrorCode,
  type CompleteRequest,
  type CompleteResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { PromptRegistry, ResourceRegistry, ResourceTemplateRegistry, type Completer } from '#tools';
import { HandlerRuns } from '../handler-runs.ts';
import type { ServedMethods } from '../served-methods.ts';
import type { Serving } from '../serving.ts';
import { tellAndRethrow } from './protocol-failure.ts';

/** Maximum number of values in an answer, as the specification defines it. */
const MAX_VALUES = 100;

/** Suggests values for the arguments of prompts and the variables of resource templates. */
@Injectable()
export class Completions {
  readonly methods: ServedMethods = {
    'completion/complete': (serving, params, context) => this.#complete(serving, params, context),
  };

  constructor(
    private readonly prompts: PromptRegistry,
    private readonly resources: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
    private readonly runs: HandlerRuns,
  ) {}

  async #complete(
    serving: Serving,
    { ref, argument, context: chosen }: CompleteRequest['params'],
    context: ServerContext,
  ): Promise<CompleteResult> {
    const completers = this.#completersOf(ref);
    if (!completers) {
      const what = ref.type === 'ref/prompt' ? `Prompt ${ref.name}` : `Resource template ${ref.uri}`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${what} not found`);
    }
    const completer = Object.hasOwn(completers, argument.name) ? completers[argument.name] : undefined;
    if (!completer) return { completion: { values: [], total: 0, hasMore: false } };
    const known = chosen?.arguments ?? {};
    const suggest = async () => completer(argument.value, known, this.runs.contextOf(serving, context));
    const values: unknown = await suggest().catch(tellAndRethrow(`The suggestions for "${argument.name}"`));
    if (!isTexts(values)) throw new TypeError(`The suggestions for ${argument.name} are not a list of texts`);
    const hasMore = values.length > MAX_VALUES;
    return { completion: { values: values.slice(0, MAX_VALUES), total: values.length, hasMore } };
  }

  #completersOf(ref: CompleteRequest['params']['ref']): Record<string, Completer> | undefined {
    if (ref.type === 'ref/prompt') return completersOf(this.prompts.get(ref.name));
    // A plain resource has no variables to complete, which is not an error.
    return completersOf(this.templates.findByTemplate(ref.uri) ?? this.resources.get(ref.uri));
  }
}

function completersOf(definition: object | undefined): Record<string, Completer> | undefined {
  return definition && ((definition as { complete?: Record<string, Completer> }).complete ?? {});
}

function isTexts(values: unknown): values is string[] {
  return Array.isArray(values) && values.every((value) => typeof value === 'string');
}
