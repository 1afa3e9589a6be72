import { z } from 'zod';

/** Twenty tools, like a medium-sized server; the bench calls one in the middle. */
export const TOOL_NAMES = Array.from({ length: 20 }, (_, index) => `tool_${index + 1}`);
export const CALLED_TOOL = 'tool_10';

export const TOOL_DESCRIPTION = 'Returns the given text.';

/** A separate schema for each tool, as in a real server. */
export const toolInput = () => z.object({ text: z.string().describe('The text to return') });

/** The answer of the tool, which is as little work as possible. */
export const toolResult = (text: string) => ({ content: [{ type: 'text' as const, text }] });
