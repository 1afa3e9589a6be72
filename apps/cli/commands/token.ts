import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { digestOf, SECRET } from '#edge';

/** As many bits as nobody can guess. */
const TOKEN_BYTES = 32;

/** `crowsnest token`: makes tokens for the admins of the configuration file, and keys for its agents. */
export function token(): Command {
  return new Command('token')
    .description('make tokens for admins and keys for agents, and their hashes for the configuration file')
    .addCommand(makeToken())
    .addCommand(hashToken());
}

function makeToken(): Command {
  return new Command('new').description('print a new token and its SHA-256').action(() => {
    const made = randomBytes(TOKEN_BYTES).toString('base64url');
    process.stdout.write(`token:       ${made}\ntokenSha256: ${sha256(made)}\n`);
  });
}

// Read from the standard input: other users of the machine can see arguments.
function hashToken(): Command {
  return new Command('hash')
    .description('read a token from the standard input, and print its SHA-256')
    .action(async (_options: unknown, command: Command) => {
      const given = (await text(process.stdin)).replace(/\r?\n$/, '');
      if (!SECRET.test(given))
        command.error('error: the token is empty, or has a blank, a comma or a character beyond ASCII');
      process.stdout.write(`${sha256(given)}\n`);
    });
}

function sha256(secret: string): string {
  return digestOf({ secret }).toString('hex');
}
