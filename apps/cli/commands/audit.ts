import { Command } from 'commander';
import { DEFAULT_URL, URL_VARIABLE } from '../server/server.ts';

/** What is read unless something else is said. */
const SERVER = process.env[URL_VARIABLE] || DEFAULT_URL;
const DETAILS = `
SOURCE is the URL of a running server, or a log as in CROWSNEST_LOG. A server needs the token of an auditor or admin in
CROWSNEST_TOKEN. A log in SQLite can be read only while no server uses it.`;

/** `crowsnest audit`: prints what admins did, and verifies that nobody has altered it. */
export function audit(): Command {
  return new Command('audit')
    .description('print the audit trail: what admins did')
    .argument('[source]', 'a server or a log', SERVER)
    .option('--from <time>', 'nothing before this time: ISO 8601')
    .option('--to <time>', 'nothing at this time or later')
    .option('--type <types>', 'only these types, such as admin:sign-in,admin:export')
    .option('--json', 'print each event as JSON')
    .addHelpText('after', DETAILS)
    .action(async (source: string, options: { from?: string; to?: string; type?: string; json?: true }) => {
      const { printTrail } = await import('../audit/run-audit.ts');
      await printTrail(source, options);
    })
    .addCommand(verify());
}

const VERIFIES = `
Prints the head of each chain: note it elsewhere to know later that the trail was not written anew. Ends with exit code 3, and
the first place that is missing, changed or doubled, if the trail is broken.`;

function verify(): Command {
  return new Command('verify')
    .description('check the hashes of the audit trail')
    .argument('[source]', 'a server or a log', SERVER)
    .option('--json', 'print all chains and breaks as JSON')
    .addHelpText('after', DETAILS + VERIFIES)
    .action(async (source: string, options: { json?: true }, command: Command) => {
      const { verifyTrail } = await import('../audit/run-audit.ts');
      await verifyTrail(source, { ...options, ...command.parent?.opts<{ json?: true }>() });
    });
}
