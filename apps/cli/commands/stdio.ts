import { Command } from 'commander';
import type { StdioChoice } from '../stdio/run-stdio.ts';

const EXAMPLE = `
Put it in front of the command of a server in the configuration of an MCP client:

  $ crowsnest stdio --name files -- npx -y @modelcontextprotocol/server-filesystem /tmp

CROWSNEST_URL is the address of Crowsnest (default: http://127.0.0.1:3000), and CROWSNEST_INGEST_KEY is one of its
INGEST_KEYS. While Crowsnest is away, everything works as if this command were not there.`;

/** `crowsnest stdio`: runs a server over stdio, and shows on the console what happens in it. */
export function stdio(): Command {
  return new Command('stdio')
    .description('run an MCP server over stdio unchanged, and show its sessions and calls on the console')
    .usage('[options] -- COMMAND [ARGS...]')
    .argument('<command>', 'the command of the server')
    .argument('[args...]', 'its arguments')
    .option('--name <name>', 'the name of the server on the console (default: the command)')
    .option('--payloads', 'send arguments and results, for a server that records payloads')
    .passThroughOptions()
    .addHelpText('after', EXAMPLE)
    .action(async (command: string, args: string[], choice: StdioChoice) => {
      const { runStdio } = await import('../stdio/run-stdio.ts');
      await runStdio(command, args, choice);
    });
}
