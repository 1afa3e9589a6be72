import { Option, type Command } from 'commander';
import { HISTORY_FORMATS, type HistoryFormat } from '../history/history-formats.ts';
import { filtering } from './watching.ts';

interface Options {
  format: HistoryFormat;
  from?: string;
  to?: string;
}

/** `crowsnest history`: prints past events. */
export function history(): Command {
  const examples = ['is:error --from 2026-01-31', '--format csv > events.csv'];
  return filtering('history', 'print past events, oldest first', ...examples)
    .option('--from <time>', 'nothing before this time: ISO 8601')
    .option('--to <time>', 'nothing at this time or later')
    .addOption(
      new Option(
        '--format <format>',
        'the output format; jsonl and csv are exports, which the audit trail records',
      )
        .choices(HISTORY_FORMATS)
        .default('text'),
    )
    .action(async (terms: string[], { format, ...range }: Options) => {
      const [{ withServer }, { printHistory }] = await Promise.all([
        import('../server/with-server.ts'),
        import('../history/run-history.ts'),
      ]);
      await withServer((server) => printHistory(server, format, { ...range, filter: terms.join(' ') }));
    });
}
