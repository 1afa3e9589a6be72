import {
  isInputRequiredResult,
  type GetPromptResult,
  type PromptMessage,
} from '@modelcontextprotocol/server';
import { toJsonValue } from './json-value.ts';

/**
 * A handler's return value as an MCP result: a `GetPromptResult` stays as it is, a list is taken as
 * messages, and a string as the one message of the user. Throws when it is none of these, or has no JSON.
 */
export function toGetPromptResult(returned: unknown): GetPromptResult {
  const value = toJsonValue(returned);
  if (isInputRequiredResult(value)) return value as unknown as GetPromptResult;
  if (Array.isArray(value)) return { messages: value as PromptMessage[] };
  if (typeof value === 'string')
    return { messages: [{ role: 'user', content: { type: 'text', text: value } }] };
  if (typeof value === 'object' && value !== null && 'messages' in value) return value as GetPromptResult;
  throw new TypeError('The prompt returned neither a text nor messages');
}
