import { ROUTES } from '#contract';

/** The configuration for an MCP client: the `mcpServers` entry that most clients read. */
export function clientConfiguration(origin: string): string {
  const servers = { crowsnest: { type: 'http', url: origin + ROUTES.mcp } };
  return JSON.stringify({ mcpServers: servers }, null, 2);
}
