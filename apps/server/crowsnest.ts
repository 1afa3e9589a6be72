#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { packageVersion } from './package-version.ts';

const USAGE = `Usage: crowsnest [serve]

Runs the server: the MCP endpoint, the console and the routes of admins. It is configured by environment
variables; the README lists them all.

  -h, --help     print this
  -v, --version  print the version
`;

/** What the command line asks for, or a fault. */
function read(args: string[]): 'serve' | 'help' | 'version' | { fault: string } {
  try {
    const options = {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) return 'help';
    if (values.version) return 'version';
    const [command = 'serve', ...rest] = positionals;
    if (command === 'serve' && rest.length === 0) return 'serve';
    return { fault: `There is no command "${positionals.join(' ')}".` };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

const request = read(process.argv.slice(2));
if (request === 'serve') await import('./main.ts');
else if (request === 'help') process.stdout.write(USAGE);
else if (request === 'version') process.stdout.write(`${packageVersion()}\n`);
else {
  process.stderr.write(`${request.fault}\n\n${USAGE}`);
  process.exitCode = 2;
}
