import { Command } from 'commander';

/** `crowsnest log`: works on event logs. */
export function log(): Command {
  return new Command('log').description('work on event logs: copy one into another').addCommand(copy());
}

const DETAILS = `
The logs are given as in CROWSNEST_LOG, such as sqlite:.crowsnest/events.db or redis://HOST:PORT. Passwords come from the
variables CROWSNEST_REDIS_PASSWORD, CROWSNEST_NATS_PASSWORD and CROWSNEST_NATS_CREDS. Stop all servers that use FROM first.
Events get new ids. A subscriber that returns with an old id is told of it by a gap, and gets a new snapshot.`;

function copy(): Command {
  return new Command('copy')
    .description('copy the events and counters of one log into another, empty one')
    .argument('<from>', 'the log to read, which stays as it is')
    .argument('<to>', 'the log to write, which must be empty')
    .addHelpText('after', DETAILS)
    .action(async (from: string, to: string) => {
      const { runCopy } = await import('../log-copy/run-copy.ts');
      await runCopy(from, to);
    });
}
