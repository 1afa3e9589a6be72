import type { CallToolResult } from '@modelcontextprotocol/server';

/** A result that tells the agent, in words, that the tool could not do its work. */
export function failure(message: string): CallToolResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}
