// Runs an example: Crowsnest with a log in memory, and then the programs that the example is about, until Ctrl-C.
import { randomBytes } from 'node:crypto';
import { isLive, serverAddress } from './address.mjs';
import { complain, say } from './output.mjs';
import { NODE } from './project.mjs';
import { Service, whenAskedToStop } from './service.mjs';

/**
 * Starts Crowsnest with these variables, and, once it answers, the programs that `programsFor` returns for its address.
 * Each of them has a name, arguments for Node.js, and variables. Resolves with the exit code of the script.
 */
export async function runExample(env, programsFor) {
  const running = [];
  try {
    return await run(running, env, programsFor);
  } finally {
    say('\n— Stopping');
    for (const service of running.toReversed()) await service.stop();
  }
}

/** Makes a key or token for one run. */
export function secret() {
  return randomBytes(24).toString('base64url');
}

async function run(running, env, programsFor) {
  const start = ({ name, args, env: variables = {} }) => {
    running.push(new Service(name, NODE, args, { env: { ...process.env, ...variables } }));
    return running.at(-1).ended;
  };
  const address = serverAddress();
  const stopping = whenAskedToStop();
  const token = secret();
  const variables = { CROWSNEST_LOG: 'memory:', ADMIN_TOKENS: token, ...env };
  const ended = start({ name: 'crowsnest', args: ['dist/apps/server/main.js'], env: variables });
  const gaveUp = new AbortController();
  const started = await Promise.race([isLive(address.origin, gaveUp.signal), ended, stopping]);
  gaveUp.abort();
  if (started !== true) return typeof started === 'string' ? 0 : fail('Crowsnest did not start; see above.');
  say(`\n    Sign in: ${address.origin}/dashboard/#token=${token}\n`);
  const end = await Promise.race([stopping, ended, ...programsFor(address).map(start)]);
  return typeof end === 'string' ? 0 : fail('A program has ended; see above.');
}

function fail(message) {
  complain(message);
  return 1;
}
