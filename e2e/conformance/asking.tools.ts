import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool, type ToolContext } from '#tools';
import { DEFAULTS_FORM, ENUMS_FORM } from './forms.ts';

/** Tools that ask the client as revisions up to 2025-11-25 do. */
@Injectable()
export class AskingTools {
  @Tool({
    name: 'test_sampling',
    description: "Has the client's model answer.",
    input: z.object({ prompt: z.string().describe('What the model is asked.') }),
  })
  async sample({ prompt }: { prompt: string }, context: ToolContext): Promise<string> {
    const { content } = await context.sample({
      messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
      maxTokens: 100,
    });
    return `LLM response: ${content.type === 'text' ? content.text : `(${content.type})`}`;
  }

  @Tool({
    name: 'test_elicitation',
    description: 'Asks the user.',
    input: z.object({ message: z.string().describe('What the user is asked.') }),
  })
  async elicit({ message }: { message: string }, context: ToolContext): Promise<string> {
    const requestedSchema = z.object({
      username: z.string().describe("User's response"),
      email: z.string().describe("User's email address"),
    });
    const { action, content } = await context.elicit({ message, requestedSchema });
    return `User response: action=${action}, content=${JSON.stringify(content ?? {})}`;
  }

  @Tool({ name: 'test_elicitation_sep1034_defaults', description: 'Asks by a form with defaults.' })
  defaults(_input: unknown, context: ToolContext): Promise<string> {
    return this.#fill('Please review and update the form fields with defaults', DEFAULTS_FORM, context);
  }

  @Tool({ name: 'test_elicitation_sep1330_enums', description: 'Asks by a form with choices.' })
  enums(_input: unknown, context: ToolContext): Promise<string> {
    return this.#fill('Please select options from the enum fields', ENUMS_FORM, context);
  }

  async #fill(message: string, requestedSchema: typeof DEFAULTS_FORM, context: ToolContext): Promise<string> {
    const { action, content } = await context.elicit({ message, requestedSchema });
    return `Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`;
  }
}
