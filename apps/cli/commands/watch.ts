import { Command } from 'commander';
import { addServerFlags, setVariables } from './server-flags.ts';
import { addServerOptions, serverOf, type ServerFlags } from './watched-server.ts';

const EXAMPLES = `
Examples:
  crowsnest watch http://127.0.0.1:8000/mcp
  crowsnest watch --name files -- npx -y @modelcontextprotocol/server-filesystem .

Agents connect to Crowsnest instead of the server. Everything else is set as for "crowsnest serve". If no port is given and
3000 is taken, a free one is chosen.`;

/** `crowsnest watch`: puts an MCP server behind Crowsnest, and runs the server. */
export function watch(): Command {
  const command = new Command('watch')
    .description('put an MCP server behind Crowsnest: one at a URL, or one that a command starts')
    .argument('<server...>', 'the URL of the server, or -- and its command with arguments')
    .option('--name <name>', 'the name of the server in events', 'server')
    .addHelpText('after', EXAMPLES);
  addServerFlags(addServerOptions(command));
  return command.action(async (server: string[], { name, ...flags }: ServerFlags & { name: string }) => {
    const upstream = serverOf(command, server, flags);
    setVariables(command);
    process.env['CROWSNEST_UPSTREAMS'] = JSON.stringify({ [name]: upstream });
    if (!process.env['PORT'] && !process.env['CROWSNEST_CONFIG']) await choosePort();
    await import('../../server/main.ts');
  });
}

/** Another server may run already, such as that of an earlier `watch`. */
async function choosePort(): Promise<void> {
  const { isPortFree } = await import('./port-free.ts');
  if (!(await isPortFree(3000, process.env['HOST'] ?? '127.0.0.1'))) process.env['PORT'] = '0';
}
