import type { Command } from 'commander';
import { filtering } from './watching.ts';

/** `crowsnest stats`: prints the counters of the moment, or of a range. */
export function stats(): Command {
  return filtering('stats', 'print the counters', '', 'tenant:acme --from 2026-01-31T12:00:00Z')
    .option('--from <time>', 'count nothing before this time: ISO 8601')
    .option('--to <time>', 'count nothing at this time or later')
    .option('--json', 'print them as JSON')
    .action(
      async (terms: string[], { json = false, ...range }: { json?: boolean; from?: string; to?: string }) => {
        const [{ withServer }, { printStats }] = await Promise.all([
          import('../server/with-server.ts'),
          import('../stats/run-stats.ts'),
        ]);
        await withServer((server) => printStats(server, { ...range, filter: terms.join(' ') }, json));
      },
    );
}
