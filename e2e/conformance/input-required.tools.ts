import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Prompt, Tool, type HandlerContext, type ToolContext } from '#tools';

const NAME = z.object({ name: z.string() });
const COLOR = z.object({ color: z.string() });
const OK = z.object({ ok: z.boolean() });

function sampling(text: string, maxTokens: number) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }], maxTokens };
}

/** Tools and a prompt that need answers first, as revision 2026-07-28 defines it. */
@Injectable()
export class InputRequiredTools {
  @Tool({ name: 'test_input_required_result_elicitation', description: "Asks for the user's name." })
  async elicitation(_input: unknown, context: ToolContext): Promise<string> {
    const { content } = await this.#askName(context);
    return `Hello, ${String(content?.['name'])}!`;
  }

  @Tool({ name: 'test_input_required_result_sampling', description: 'Asks the model.' })
  async sampling(_input: unknown, context: ToolContext): Promise<string> {
    const params = sampling('What is the capital of France?', 100);
    const { content } = await context.sample(params, { key: 'capital_question' });
    return content.type === 'text' ? content.text : content.type;
  }

  @Tool({ name: 'test_input_required_result_list_roots', description: 'Asks for the roots.' })
  async roots(_input: unknown, context: ToolContext): Promise<string> {
    const roots = await context.listRoots({ key: 'client_roots' });
    return `Roots: ${roots.map(({ uri }) => uri).join(', ')}`;
  }

  @Tool({ name: 'test_input_required_result_request_state', description: 'Asks, and checks its state.' })
  async state(_input: unknown, context: ToolContext): Promise<string> {
    await this.#confirm(context);
    return 'state-ok';
  }

  @Tool({ name: 'test_input_required_result_tampered_state', description: 'Asks, and signs its state.' })
  async tampered(_input: unknown, context: ToolContext): Promise<string> {
    await this.#confirm(context);
    return 'state-ok';
  }

  @Tool({ name: 'test_input_required_result_multiple_inputs', description: 'Asks for three things.' })
  async multiple(_input: unknown, context: ToolContext): Promise<string> {
    const [{ content }, greeting, roots] = await Promise.all([
      this.#askName(context),
      context.sample(sampling('Generate a greeting', 50), { key: 'greeting' }),
      context.listRoots({ key: 'client_roots' }),
    ]);
    return JSON.stringify({ content, greeting: greeting.content, roots });
  }

  @Tool({ name: 'test_input_required_result_multi_round', description: 'Asks twice.' })
  async multiRound(_input: unknown, context: ToolContext): Promise<string> {
    const first = await context.elicit(
      { message: 'Step 1: What is your name?', requestedSchema: NAME },
      { key: 'step1' },
    );
    const second = await context.elicit(
      { message: 'Step 2: What is your favorite color?', requestedSchema: COLOR },
      { key: 'step2' },
    );
    return `${String(first.content?.['name'])} likes ${String(second.content?.['color'])}`;
  }

  @Tool({ name: 'test_input_required_result_capabilities', description: 'Asks for what the client can do.' })
  async capabilities(_input: unknown, context: ToolContext): Promise<string> {
    const { elicitation, sampling: canSample, roots } = context.capabilities;
    await Promise.all([
      elicitation && this.#askName(context),
      canSample && context.sample(sampling('Generate a greeting', 50), { key: 'greeting' }),
      roots && context.listRoots({ key: 'client_roots' }),
    ]);
    return 'Asked for everything that the client can do';
  }

  @Tool({ name: 'test_streaming_elicitation', description: 'Reports progress, and then asks.' })
  async streaming(_input: unknown, context: ToolContext): Promise<string> {
    await context.reportProgress({ progress: 1, total: 2 });
    await this.#askName(context);
    return 'Asked';
  }

  @Tool({ name: 'test_missing_capability', description: 'Asks a model without looking whether it may.' })
  async missing(_input: unknown, context: ToolContext): Promise<string> {
    await context.sample(sampling('Are you there?', 10));
    return 'Asked';
  }

  @Prompt({ name: 'test_input_required_result_prompt', description: 'Asks for its context.' })
  async prompt(_args: unknown, context: HandlerContext): Promise<string> {
    const { content } = await context.elicit(
      {
        message: 'What context should the prompt use?',
        requestedSchema: z.object({ context: z.string() }),
      },
      { key: 'user_context' },
    );
    return `Consider this context: ${String(content?.['context'])}`;
  }

  #askName(context: HandlerContext) {
    return context.elicit({ message: 'What is your name?', requestedSchema: NAME }, { key: 'user_name' });
  }

  #confirm(context: HandlerContext) {
    return context.elicit({ message: 'Please confirm', requestedSchema: OK }, { key: 'confirm' });
  }
}
