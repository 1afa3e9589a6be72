import {
  isInputRequiredResult,
  type GetPromptResult,
  type PromptMessage,
} from '@modelcontextprotocol/server';
import { toJsonValue } from './json-value.ts';

/**
 * Converts a handler's return value to an MCP result. A `GetPromptResult` stays unchanged, a list becomes the
 * messages, and a string becomes a single user message. Throws for any other value, and for a value without JSON.
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
