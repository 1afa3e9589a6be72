import { isCallToolResult, isInputRequiredResult, type CallToolResult } from '@modelcontextprotocol/server';
import { toJsonValue } from './json-value.ts';

/**
 * Converts a handler's return value to an MCP result. A `CallToolResult` (or a request for input) stays unchanged, a
 * string becomes a text block, an object becomes the structured content with its JSON as text, and an object with
 * `isError: true` becomes a failure. Throws a `NoJsonError` when the value has no JSON.
 */
export function toCallToolResult(returned: unknown): CallToolResult {
  const value = toJsonValue(returned);
  if (hasContentBlocks(value) || isCallToolResult(value)) return value;
  if (isInputRequiredResult(value)) return value as unknown as CallToolResult;
  if (value === undefined || value === null) return { content: [] };
  if (typeof value === 'string') return { content: textOf(value) };
  const content = textOf(JSON.stringify(value));
  if (typeof value !== 'object' || Array.isArray(value)) return { content };
  return 'isError' in value && value.isError === true
    ? failureOf(value)
    : { content, structuredContent: value };
}

/** Keeps the members that belong to a result. The other members of a failure become its text. */
function failureOf(value: object): CallToolResult {
  const { _meta, structuredContent } = value as Partial<CallToolResult>;
  const others = Object.entries(value).filter(([key]) => !RESULT_MEMBERS.has(key));
  const told = others.length > 0 ? Object.fromEntries(others) : structuredContent;
  return {
    content: told === undefined ? [] : textOf(JSON.stringify(told)),
    ...(structuredContent !== undefined && { structuredContent }),
    ...(_meta !== undefined && { _meta }),
    isError: true,
  };
}

function textOf(text: string): CallToolResult['content'] {
  return [{ type: 'text', text }];
}

const RESULT_MEMBERS = new Set(['isError', '_meta', 'structuredContent']);
const BLOCKS = new Set(['text', 'image', 'audio', 'resource', 'resource_link']);

// A quick check that most results pass, because the SDK validates the whole result later.
function hasContentBlocks(value: unknown): value is CallToolResult {
  const { content } = (value ?? {}) as { content?: unknown };
  return (
    Array.isArray(content) &&
    content.every((block: { type?: string } | null) => BLOCKS.has(block?.type ?? ''))
  );
}
