// From a fresh clone to a console with live tool calls: installs, builds, then runs the server and three demo agents
// until Ctrl-C. PORT, HOST and every other setting of the server are passed on.
import { isLive, serverAddress, whyNotListen } from './tasks/address.mjs';
import { complain, say } from './tasks/output.mjs';
import { INSTALL, NODE, npm } from './tasks/project.mjs';
import { Service, whenAskedToStop } from './tasks/service.mjs';
import { setting } from './tasks/settings.mjs';

/** The agents print a lot, so the sign-in line is repeated after this many of their lines. */
const REMIND_AFTER_LINES = 40;

process.exitCode = await quickstart();

async function quickstart() {
  const address = serverAddress();
  const obstacle = await whyNotListen(address);
  if (obstacle) return fail(obstacle);
  for (const step of [INSTALL, ['run', 'build']]) {
    say(`\n— npm ${step.join(' ')}`);
    const code = await npm(step);
    if (code !== 0) return fail(`npm ${step.join(' ')} failed with exit code ${code}; see above.`);
  }
  say('\n— Starting the server and three demo agents. Ctrl-C stops them.');
  return serve(address);
}

async function serve({ origin }) {
  const stopping = whenAskedToStop();
  let wayIn = `Console: ${origin}/dashboard/`;
  const server = new Service('server', NODE, ['dist/apps/server/main.js'], {
    onLine: (line) => (wayIn = line.match(/Sign in: \S+/)?.[0] ?? wayIn),
  });
  const gaveUp = new AbortController();
  const started = await Promise.race([isLive(origin, gaveUp.signal), server.ended, stopping]);
  gaveUp.abort();
  if (started !== true) return abandon(server, started);
  const agents = startAgents(origin, () => say(`\n    ${wayIn}\n`));
  const end = await Promise.race([stopping, server.ended]);
  say('\n— Stopping');
  await agents.stop();
  await server.stop();
  return typeof end === 'number' ? fail(`The server exited with code ${end}.`) : 0;
}

function startAgents(origin, remind) {
  let lines = 0;
  remind();
  const agents = new Service('agents', NODE, ['dist/apps/agents/main.js', '--url', `${origin}/mcp`], {
    env: { ...process.env, AGENT_KEY: process.env.AGENT_KEY ?? firstAgentKey() },
    onLine: () => ++lines % REMIND_AFTER_LINES === 0 && remind(),
  });
  void agents.ended.then((code) => {
    if (!agents.asked) complain(`The demo agents ended with exit code ${code}; the server continues to run.`);
  });
  return agents;
}

// A server with AGENT_KEYS admits only agents with one of them.
function firstAgentKey() {
  const [first] = setting('AGENT_KEYS').split(',');
  return first.slice(first.indexOf('=') + 1).trim();
}

async function abandon(server, outcome) {
  await server.stop();
  if (outcome === false) return fail('The server has not answered within a minute; see above.');
  return typeof outcome === 'number'
    ? fail(`The server did not start (exit code ${outcome}); see above.`)
    : 0;
}

function fail(message) {
  complain(`\n${message}`);
  return 1;
}
