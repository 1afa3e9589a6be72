/** The configuration for an MCP client: the `mcpServers` entry that most clients read. */
export function clientConfiguration(endpoint: string): string {
  const servers = { crowsnest: { type: 'http', url: endpoint } };
  return JSON.stringify({ mcpServers: servers }, null, 2);
}
