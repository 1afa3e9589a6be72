import { acceptedContent, inputRequired, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const NAME = z.object({ name: z.string() });
const ASKED_FOR_NAME = 'asked for the name';

/** Registers a tool that asks twice: for a name, and then for an answer of the model and the roots together. */
export function askingTools(server: McpServer): void {
  server.registerTool('ask', { description: 'Asks the client.' }, ({ mcpReq }) => {
    const state = mcpReq.requestState<string>();
    const responses = mcpReq.inputResponses;
    if (state === undefined)
      return inputRequired({
        inputRequests: { name: inputRequired.elicit({ message: 'Your name?', requestedSchema: NAME }) },
        requestState: ASKED_FOR_NAME,
      });
    if (state === ASKED_FOR_NAME) {
      const { name } = acceptedContent(responses, 'name', NAME) ?? { name: 'nobody' };
      const text = { type: 'text' as const, text: `Who is ${name}?` };
      const messages = [{ role: 'user' as const, content: text }];
      return inputRequired({
        inputRequests: {
          model: inputRequired.createMessage({ messages, maxTokens: 10 }),
          roots: inputRequired.listRoots(),
        },
        requestState: name,
      });
    }
    return { content: [{ type: 'text', text: `${state}: ${JSON.stringify(responses)}` }] };
  });
}
