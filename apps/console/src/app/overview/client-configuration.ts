/** How an MCP client is told of the endpoint. */
export interface ClientSetup {
  /** The client's name. */
  client: string;
  /** Where the text goes: a file, or a terminal. */
  where: string;
  text: string;
}

const NAME = 'crowsnest';
/** Stands where people put their key. */
const BEARER = 'Bearer YOUR_AGENT_KEY';

/** What the usual clients are told of an endpoint, ready to copy; with a place for an agent key if one is needed. */
export function clientSetups(endpoint: string, needsKey: boolean): ClientSetup[] {
  const headers = needsKey ? { headers: { Authorization: BEARER } } : {};
  const option = needsKey ? ` --header "Authorization: ${BEARER}"` : '';
  const bridge = ['-y', 'mcp-remote', endpoint, ...(needsKey ? ['--header', `Authorization:${BEARER}`] : [])];
  return [
    {
      client: 'Most clients',
      where: 'The file with the client’s MCP servers',
      text: servers('mcpServers', { type: 'http', url: endpoint, ...headers }),
    },
    {
      client: 'Claude Code',
      where: 'In a terminal',
      text: `claude mcp add --transport http ${NAME} ${endpoint}${option}`,
    },
    {
      client: 'Claude Desktop',
      where: 'claude_desktop_config.json',
      text: servers('mcpServers', { command: 'npx', args: bridge }),
    },
    {
      client: 'Cursor',
      where: '.cursor/mcp.json',
      text: servers('mcpServers', { url: endpoint, ...headers }),
    },
    {
      client: 'VS Code',
      where: '.vscode/mcp.json',
      text: servers('servers', { type: 'http', url: endpoint, ...headers }),
    },
    { client: 'Codex', where: '~/.codex/config.toml', text: codex(endpoint, needsKey) },
    {
      client: 'Gemini CLI',
      where: '~/.gemini/settings.json',
      text: servers('mcpServers', { httpUrl: endpoint, ...headers }),
    },
  ];
}

function servers(member: string, server: object): string {
  return JSON.stringify({ [member]: { [NAME]: server } }, null, 2);
}

function codex(endpoint: string, needsKey: boolean): string {
  const key = needsKey ? '\nbearer_token_env_var = "CROWSNEST_AGENT_KEY"' : '';
  return `[mcp_servers.${NAME}]\nurl = "${endpoint}"${key}`;
}
