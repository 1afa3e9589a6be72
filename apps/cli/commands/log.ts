import { Command } from 'commander';

/** `crowsnest log`: works on event logs. */
export function log(): Command {
  return new Command('log')
    .description('work on event logs: copy, back up, restore and verify them')
    .addCommand(copy())
    .addCommand(backup())
    .addCommand(restore())
    .addCommand(verify());
}

const DETAILS = `
The logs are given as in CROWSNEST_LOG, such as sqlite:.crowsnest/events.db or redis://HOST:PORT. Passwords come from the
variables CROWSNEST_REDIS_PASSWORD, CROWSNEST_NATS_PASSWORD and CROWSNEST_NATS_CREDS. Stop all servers that use FROM first.
Events get new ids. A subscriber that returns with an old id gets a gap and a new snapshot.`;

function copy(): Command {
  return new Command('copy')
    .description('copy the events and counters of one log into another, empty one')
    .argument('<from>', 'the log to read, which is not changed')
    .argument('<to>', 'the log to write, which must be empty')
    .addHelpText('after', DETAILS)
    .action(async (from: string, to: string) => {
      const { runCopy } = await import('../log-copy/run-copy.ts');
      await runCopy(from, to);
    });
}

const LOG_OPTION = ['--log <url>', 'the log, as in CROWSNEST_LOG, which is the default'] as const;

function backup(): Command {
  return new Command('backup')
    .description('write the log into a new file, even while servers use it')
    .argument('<file>', 'the path of the backup, which must not exist yet')
    .option(...LOG_OPTION)
    .action(async (file: string, { log }: { log?: string }) => {
      const { runBackup } = await import('../log-backup/run.ts');
      await runBackup(file, log);
    });
}

function restore(): Command {
  return new Command('restore')
    .description('write a backup into an empty log')
    .argument('<file>', 'the path of the backup, which is not changed')
    .option(...LOG_OPTION)
    .action(async (file: string, { log }: { log?: string }) => {
      const { runRestore } = await import('../log-backup/run.ts');
      await runRestore(file, log);
    });
}

function verify(): Command {
  return new Command('verify')
    .description('check a log or a backup, and name its first fault')
    .argument('[log]', 'the path of a file, or a log as in CROWSNEST_LOG, which is the default')
    .action(async (log?: string) => {
      const { runVerify } = await import('../log-backup/run.ts');
      await runVerify(log);
    });
}
