import type { CallToolResult } from '@modelcontextprotocol/server';

/** A result that tells the agent why the tool failed. */
export function failure(message: string): CallToolResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}
