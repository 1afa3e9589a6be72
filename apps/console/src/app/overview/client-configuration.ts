import { ROUTES } from '#contract';

/** What an MCP client needs to reach this server: the `mcpServers` entry that most of them read. */
export function clientConfiguration(origin: string): string {
  const servers = { crowsnest: { type: 'http', url: origin + ROUTES.mcp } };
  return JSON.stringify({ mcpServers: servers }, null, 2);
}
