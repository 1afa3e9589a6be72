import { Command } from 'commander';
import { stdio } from './commands/stdio.ts';
import { explainMisuse } from './explain-misuse.ts';

/**
 * The command line with `stdio` alone. A desktop client runs it once for each of its servers, so it loads nothing of our own
 * server: that would take a second and 100 MB each time.
 */
export function program(): Command {
  const root = new Command('crowsnest').enablePositionalOptions().addCommand(stdio());
  explainMisuse(root);
  return root;
}
