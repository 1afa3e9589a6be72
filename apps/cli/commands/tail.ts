import type { Command } from 'commander';
import type { TailChoice } from '../tail/run-tail.ts';
import { filtering } from './watching.ts';

/** `crowsnest tail`: prints events as they happen. */
export function tail(): Command {
  return filtering('tail', 'print events as they happen', 'is:error', "'tool:search* duration:>2s' --last 20")
    .option('-n, --last <number>', 'begin with the last events, at most 1000')
    .option('--json', 'print each event as JSON, one per line')
    .action(async (terms: string[], options: Omit<TailChoice, 'filter'>) => {
      const [{ withServer }, run] = await Promise.all([
        import('../server/with-server.ts'),
        import('../tail/run-tail.ts'),
      ]);
      await withServer((server) => run.tail(server, { ...options, filter: terms.join(' ') }));
    });
}
