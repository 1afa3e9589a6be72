import { Command } from 'commander';
import { DEFAULT_URL, TOKEN_VARIABLE, URL_VARIABLE } from '../server/server.ts';

/** The heading of these commands in the help. */
const GROUP = 'Commands that ask a running server:';

/** A command that asks a running server. Its help tells which one, and has an example. */
export function watching(name: string, description: string, ...examples: string[]): Command {
  const shown = examples.map((example) => `  crowsnest ${name} ${example}`.trimEnd()).join('\n');
  return new Command(name)
    .description(description)
    .helpGroup(GROUP)
    .addHelpText(
      'after',
      `
The variable ${URL_VARIABLE} names the server (default: ${DEFAULT_URL}), and ${TOKEN_VARIABLE} holds the token of an admin.

For example:
${shown}`,
    );
}

/** A command that takes a filter, as one argument or several. */
export function filtering(name: string, description: string, ...examples: string[]): Command {
  return watching(name, description, ...examples).argument(
    '[filter...]',
    'what to print, as in the filter of the console; after -- if it begins with a minus',
  );
}
