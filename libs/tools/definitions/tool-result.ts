import { isCallToolResult, isInputRequiredResult, type CallToolResult } from '@modelcontextprotocol/server';

/** A handler's return value has no JSON: it holds a circle, or a value such as a BigInt. */
export class NoJsonError extends Error {
  override readonly name = 'NoJsonError';
  readonly code = 'NO_JSON';

  constructor(cause: unknown) {
    super(`The result has no JSON: ${firstLineOf(cause)}`, { cause });
  }
}

// The other lines of V8's message describe the whole circle.
function firstLineOf(cause: unknown): string {
  return String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0] ?? '';
}

/**
 * A handler's return value as an MCP result: a `CallToolResult` (or a request for input) stays as it is,
 * a string becomes a text block, a plain object the structured content with its JSON as text. Throws a
 * {@link NoJsonError} when the value has no JSON.
 */
export function toCallToolResult(value: unknown): CallToolResult {
  if (hasContentBlocks(value) || isCallToolResult(value)) return value;
  if (isInputRequiredResult(value)) return value as unknown as CallToolResult;
  if (value === undefined || value === null) return { content: [] };
  if (typeof value === 'string') return { content: [{ type: 'text', text: value }] };
  const content: CallToolResult['content'] = [{ type: 'text', text: jsonOf(value) }];
  const isRecord = typeof value === 'object' && !Array.isArray(value);
  return isRecord ? { content, structuredContent: value } : { content };
}

function jsonOf(value: unknown): string {
  try {
    // A function or a symbol has none either, and does not throw.
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    throw new NoJsonError(error);
  }
}

const BLOCKS = new Set(['text', 'image', 'audio', 'resource', 'resource_link']);

// A glance that most results pass: the SDK validates the whole result later.
function hasContentBlocks(value: unknown): value is CallToolResult {
  const { content } = (value ?? {}) as { content?: unknown };
  return (
    Array.isArray(content) &&
    content.every((block: { type?: string } | null) => BLOCKS.has(block?.type ?? ''))
  );
}
