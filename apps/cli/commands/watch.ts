import { Command, InvalidArgumentError, Option } from 'commander';
import { addServerFlags, setVariables } from './server-flags.ts';

const EXAMPLES = `
Examples:
  crowsnest watch http://127.0.0.1:8000/mcp
  crowsnest watch --name files -- npx -y @modelcontextprotocol/server-filesystem .

Agents connect to Crowsnest in place of the server. Everything else is set as for "crowsnest serve". Where no port is given
and 3000 is taken, a free one is chosen.`;

interface WatchOptions {
  name: string;
  header: Record<string, string>;
  env: Record<string, string>;
  era?: string;
  passthrough?: true;
}

/** The eras that a server can be spoken to in. */
const ERAS = ['auto', 'legacy', 'modern'];

/** `crowsnest watch`: puts an MCP server behind Crowsnest, and runs the server. */
export function watch(): Command {
  const command = new Command('watch')
    .description('put an MCP server behind Crowsnest: one at a URL, or one that a command starts')
    .argument('<server...>', 'the URL of the server, or -- and its command with arguments')
    .option('--name <name>', 'what the server is called in events', 'server')
    .option('-H, --header <header>', 'a header of each request to a URL, such as "X-Key: abc"', addHeader, {})
    .option('--passthrough', "pass the agents' own Authorization header on to a URL")
    .option(
      '-e, --env <variable>',
      'a variable for a command: NAME=VALUE, or NAME for our own',
      addVariable,
      {},
    )
    .addOption(
      new Option('--era <era>', 'the era that the server is spoken to in; "auto" finds it out').choices(ERAS),
    )
    .addHelpText('after', EXAMPLES);
  addServerFlags(command);
  return command.action(async ([target = '', ...args]: string[], options: WatchOptions) => {
    if (isUrl(target) && args.length > 0) command.error('error: a URL takes no arguments');
    setVariables(command);
    const { name, env, era } = options;
    const upstream = isUrl(target) ? serverAt(target, options) : { command: target, args, env };
    process.env['CROWSNEST_UPSTREAMS'] = JSON.stringify({ [name]: { ...upstream, era } });
    if (!process.env['PORT'] && !process.env['CROWSNEST_CONFIG']) await choosePort();
    await import('../../server/main.ts');
  });
}

function serverAt(url: string, { header, passthrough }: WatchOptions): object {
  return { url, headers: header, ...(passthrough && { auth: 'passthrough' }) };
}

function isUrl(target: string): boolean {
  return /^https?:\/\//i.test(target);
}

function addHeader(header: string, all: Record<string, string>): Record<string, string> {
  const [name = '', ...value] = header.split(':');
  if (name.trim() === '' || value.length === 0)
    throw new InvalidArgumentError('It has to be a name, a colon and a value.');
  return { ...all, [name.trim()]: value.join(':').trim() };
}

function addVariable(variable: string, all: Record<string, string>): Record<string, string> {
  const [name = '', ...value] = variable.split('=');
  return { ...all, [name]: value.length > 0 ? value.join('=') : (process.env[name] ?? '') };
}

/** Another server may run already, such as that of an earlier `watch`. */
async function choosePort(): Promise<void> {
  const { isPortFree } = await import('./port-free.ts');
  if (!(await isPortFree(3000, process.env['HOST'] ?? '127.0.0.1'))) process.env['PORT'] = '0';
}
