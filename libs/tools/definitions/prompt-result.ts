import {
  isInputRequiredResult,
  type GetPromptResult,
  type PromptMessage,
} from '@modelcontextprotocol/server';

/**
 * A handler's return value as an MCP result: a `GetPromptResult` stays as it is, a list is taken as
 * messages, and a string as the one message of the user.
 */
export function toGetPromptResult(value: unknown): GetPromptResult {
  if (isInputRequiredResult(value)) return value as unknown as GetPromptResult;
  if (Array.isArray(value)) return { messages: value as PromptMessage[] };
  if (typeof value === 'string')
    return { messages: [{ role: 'user', content: { type: 'text', text: value } }] };
  return value as GetPromptResult;
}
