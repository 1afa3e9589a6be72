import { isCallToolResult, isInputRequiredResult, type CallToolResult } from '@modelcontextprotocol/server';

/**
 * A handler's return value as an MCP result: a `CallToolResult` (or a request for input) stays as it is,
 * a string becomes a text block, a plain object the structured content with its JSON as text.
 */
export function toCallToolResult(value: unknown): CallToolResult {
  if (hasContentBlocks(value) || isCallToolResult(value)) return value;
  if (isInputRequiredResult(value)) return value as unknown as CallToolResult;
  if (value === undefined || value === null) return { content: [] };
  if (typeof value === 'string') return { content: [{ type: 'text', text: value }] };
  const content: CallToolResult['content'] = [{ type: 'text', text: JSON.stringify(value) }];
  const isRecord = typeof value === 'object' && !Array.isArray(value);
  return isRecord ? { content, structuredContent: value } : { content };
}

const BLOCKS = new Set(['text', 'image', 'audio', 'resource', 'resource_link']);

// What nearly every result is, at a glance. The SDK validates it later, with all that it holds.
function hasContentBlocks(value: unknown): value is CallToolResult {
  const { content } = (value ?? {}) as { content?: unknown };
  return (
    Array.isArray(content) &&
    content.every((block: { type?: string } | null) => BLOCKS.has(block?.type ?? ''))
  );
}
