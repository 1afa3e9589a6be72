/** Counts the calls of all names that are not offered, because agents can invent any number of them. */
export const UNKNOWN_TOOLS = '(unknown)';

/** The name under which a call is counted. */
export function countedNameOf({ tool, offered }: { tool: string; offered?: false }): string {
  return offered === false ? UNKNOWN_TOOLS : tool;
}
