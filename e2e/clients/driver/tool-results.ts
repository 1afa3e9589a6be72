import type { Answer } from './public-client.ts';

/** The members of a `tools/call` result in any SDK. */
interface ToolResult {
  content?: readonly { type: string; text?: unknown }[];
  structuredContent?: unknown;
  isError?: boolean | undefined;
}

/** Reads a result as MCP defines it; throws the tool's error. */
export function answerOf(result: unknown): Answer {
  const { content = [], structuredContent, isError } = result as ToolResult;
  const text = content.map((block) => (block.type === 'text' ? String(block.text) : '')).join('\n');
  if (isError) throw new Error(text);
  return { text, ...(structuredContent !== undefined && { structured: structuredContent }) };
}
