import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Prompt, Resource, Tool, type HandlerContext, type ToolContext } from '#tools';

const NAME = z.object({ name: z.string().min(2) });

/** Handlers that ask the user for input. */
@Injectable()
export class AskingTools {
  /** How often handlers were entered. */
  runs = 0;

  @Tool({ name: 'greet', input: z.object({ greeting: z.string() }) })
  async greet({ greeting }: { greeting: string }, context: ToolContext): Promise<string> {
    this.runs += 1;
    const { action, content } = await context.elicit({ message: 'Who are you?', requestedSchema: NAME });
    return action === 'accept'
      ? `${greeting}, ${String(content?.['name'])}`
      : `${greeting}, whoever (${action})`;
  }

  @Tool({ name: 'everything' })
  async everything(_input: unknown, context: ToolContext): Promise<string> {
    const [{ content }, roots, page] = await Promise.all([
      context.sample({
        messages: [{ role: 'user', content: { type: 'text', text: 'A number?' } }],
        maxTokens: 10,
      }),
      context.listRoots(),
      context.elicit({ mode: 'url', message: 'Sign in', url: 'https://example.org/sign-in' }),
    ]);
    const answer = content.type === 'text' ? content.text : content.type;
    return `${answer}; ${roots.map(({ uri }) => uri).join(' ')}; ${page.action}`;
  }

  @Tool({ name: 'interview' })
  async interview(_input: unknown, context: ToolContext): Promise<string> {
    const first = await context.elicit({ message: 'First name?', requestedSchema: NAME });
    const last = await context.elicit({ message: 'Last name?', requestedSchema: NAME });
    return `${String(first.content?.['name'])} ${String(last.content?.['name'])}`;
  }

  @Tool({ name: 'stubborn' })
  async stubborn(_input: unknown, context: ToolContext): Promise<string> {
    try {
      const { content } = await context.elicit({ message: 'Who are you?', requestedSchema: NAME });
      return `Hello, ${String(content?.['name'])}`;
    } catch {
      return 'Nobody to ask';
    }
  }

  @Tool({ name: 'hasty', timeoutMs: 50 })
  async hasty(_input: unknown, context: ToolContext): Promise<string> {
    await context.elicit({ message: 'Quick, who are you?', requestedSchema: NAME });
    return 'In time';
  }

  @Tool({ name: 'twice' })
  async twice(_input: unknown, context: ToolContext): Promise<string> {
    const ask = () => context.elicit({ message: 'Who?', requestedSchema: NAME }, { key: 'who' });
    await Promise.all([ask(), ask()]);
    return 'Asked twice';
  }

  @Prompt({ name: 'letter' })
  async letter(_args: unknown, context: HandlerContext): Promise<string> {
    const { content } = await context.elicit({ message: 'To whom?', requestedSchema: NAME });
    return `Write to ${String(content?.['name'])}`;
  }

  @Resource({ name: 'diary', uri: 'test://diary' })
  async diary(_variables: unknown, context: HandlerContext): Promise<string> {
    const { content } = await context.elicit({ message: 'Whose?', requestedSchema: NAME });
    return `The diary of ${String(content?.['name'])}`;
  }
}
