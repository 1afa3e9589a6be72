import { Command } from 'commander';
import { audit } from './commands/audit.ts';
import { configSchema } from './commands/config-schema.ts';
import { history } from './commands/history.ts';
import { log } from './commands/log.ts';
import { serve } from './commands/serve.ts';
import { sessions } from './commands/sessions.ts';
import { stats } from './commands/stats.ts';
import { cancel, end } from './commands/steer.ts';
import { stdio } from './commands/stdio.ts';
import { tail } from './commands/tail.ts';
import { token } from './commands/token.ts';
import { upstreams } from './commands/upstreams.ts';
import { watch } from './commands/watch.ts';
import { endWithReader } from './end-with-reader.ts';
import { explainMisuse } from './explain-misuse.ts';

/** The commands that have work to do even if nobody reads what they print. */
const OUTLIVING = new Set(['serve', 'watch', 'stdio']);

/** The command line. Each command is a file in `commands/` and is added here. `serve` runs by default. */
export function program(version: string): Command {
  const root = new Command('crowsnest')
    .description('A live lookout over every agent on your MCP server.')
    .version(version, '-v, --version', 'print the version')
    // What follows `--` of a command is its own, options included.
    .enablePositionalOptions()
    .addCommand(serve(), { isDefault: true })
    .addCommand(watch())
    .addCommand(stdio())
    .addCommand(tail())
    .addCommand(stats())
    .addCommand(sessions())
    .addCommand(upstreams())
    .addCommand(history())
    .addCommand(end())
    .addCommand(cancel())
    .addCommand(log())
    .addCommand(audit())
    .addCommand(configSchema())
    .addCommand(token());
  root.hook('preAction', (_root, command) => {
    if (!OUTLIVING.has(command.name())) endWithReader();
  });
  explainMisuse(root);
  return root;
}
