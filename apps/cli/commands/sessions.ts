import type { Command } from 'commander';
import { filtering } from './watching.ts';

interface Options {
  json?: boolean;
  state?: string;
  limit?: string;
}

/** `crowsnest sessions`: prints open sessions, and those that ended last. */
export function sessions(): Command {
  return filtering('sessions', 'print the sessions', '--state open', 'client:claude* --json')
    .option('--state <states>', 'only sessions in these states: a comma list of open, closed, expired')
    .option('--limit <number>', 'the maximum number of sessions', '50')
    .option('--json', 'print each session as JSON, one per line')
    .action(async (terms: string[], { json = false, ...choice }: Options) => {
      const [{ withServer }, { printSessions }] = await Promise.all([
        import('../server/with-server.ts'),
        import('../sessions/run-sessions.ts'),
      ]);
      await withServer((server) => printSessions(server, { ...choice, filter: terms.join(' ') }, json));
    });
}
