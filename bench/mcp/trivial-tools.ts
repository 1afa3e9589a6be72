import { z } from 'zod';

/** Twenty tools, as a server of some size has; the calls go to one in the middle. */
export const TOOL_NAMES = Array.from({ length: 20 }, (_, index) => `tool_${index + 1}`);
export const CALLED_TOOL = 'tool_10';

export const TOOL_DESCRIPTION = 'Gives the text back that it is given.';

/** A schema of its own for each tool, as tools have. */
export const toolInput = () => z.object({ text: z.string().describe('The text to give back') });

/** What the tool answers: as little work as a tool can do. */
export const toolResult = (text: string) => ({ content: [{ type: 'text' as const, text }] });
