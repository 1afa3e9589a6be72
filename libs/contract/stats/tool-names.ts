/** Maximum number of tool names that are counted apart. Calls of further ones count under {@link OTHER_TOOLS}. */
export const MAX_TOOL_NAMES = 1_000;
export const OTHER_TOOLS = '(other)';

/** Counts the calls of all names that are not offered, because agents can invent any number of them. */
export const UNKNOWN_TOOLS = '(unknown)';

/** The name under which a call is counted. */
export function countedNameOf({ tool, offered }: { tool: string; offered?: false }): string {
  return offered === false ? UNKNOWN_TOOLS : tool;
}
