import { UNKNOWN_TOOLS } from '../events/counted-name.ts';

/** Maximum number of tool names that are counted apart. Calls of further ones count under {@link OTHER_TOOLS}. */
export const MAX_TOOL_NAMES = 1_000;
/** The name under which calls of further tools count. */
export const OTHER_TOOLS = '(other)';

/** The name under which a tool is counted, given the names that are already counted. */
export function nameWithin(counted: ReadonlyMap<string, unknown>, tool: string): string {
  if (counted.has(tool) || tool === UNKNOWN_TOOLS) return tool;
  const named = counted.size - Number(counted.has(UNKNOWN_TOOLS));
  return named < MAX_TOOL_NAMES ? tool : OTHER_TOOLS;
}
