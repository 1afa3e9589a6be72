// Three instances of Crowsnest behind nginx, which share a log in Redis or NATS, and three demo agents. Runs until
// Ctrl-C. `npm run example:cluster`, or `npm run example:cluster -- nats`.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLive } from '../../scripts/tasks/address.mjs';
import { complain, say } from '../../scripts/tasks/output.mjs';
import { findProgram, NODE } from '../../scripts/tasks/project.mjs';
import { Service, whenAskedToStop } from '../../scripts/tasks/service.mjs';

const PORT = Number(process.env.PORT || 8080);
const BROKER_PORT = PORT + 10;
const INSTANCE_PORTS = [PORT + 1, PORT + 2, PORT + 3];
const ORIGIN = `http://127.0.0.1:${PORT}`;

const BROKERS = {
  redis: {
    program: 'redis-server',
    args: (folder) => [
      '--port',
      `${BROKER_PORT}`,
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--appendonly',
      'yes',
      '--save',
      '',
    ],
    log: `redis://127.0.0.1:${BROKER_PORT}`,
  },
  nats: {
    program: 'nats-server',
    args: (folder) => ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', `${BROKER_PORT}`],
    log: `nats://127.0.0.1:${BROKER_PORT}`,
  },
};

process.exitCode = await main(process.argv[2] ?? 'redis');

async function main(brokerName) {
  const broker = BROKERS[brokerName];
  if (!broker) return fail(`There is no broker "${brokerName}". Name redis or nats.`);
  const missing = [broker.program, 'nginx'].filter((program) => locate(program) === undefined);
  if (missing.length > 0)
    return fail(`Missing: ${missing.join(', ')}. On Debian: apt-get install ${broker.program} nginx-light`);
  const folder = mkdtempSync(join(tmpdir(), 'crowsnest-cluster-'));
  const services = [];
  const stopping = whenAskedToStop();
  try {
    return await run(broker, folder, services, stopping);
  } finally {
    say('\n— Stopping');
    for (const service of services.toReversed()) await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(broker, folder, services, stopping) {
  const start = (...args) => services[services.push(new Service(...args)) - 1];
  const secrets = { token: secret(), key: secret(), cluster: secret() };
  const brokerServer = start(broker.program, locate(broker.program), broker.args(folder));
  const instances = INSTANCE_PORTS.map((port) =>
    start(`instance ${port}`, NODE, ['dist/apps/server/main.js'], {
      env: instanceEnv(port, broker, secrets),
    }),
  );
  const balancer = start('nginx', locate('nginx'), ['-c', nginxConfig(folder)]);
  const gaveUp = new AbortController();
  const live = INSTANCE_PORTS.map((port) => isLive(`http://127.0.0.1:${port}`, gaveUp.signal));
  const started = await Promise.race([
    Promise.all(live).then((all) => all.every(Boolean)),
    ...instances.map(({ ended }) => ended),
    stopping,
  ]);
  gaveUp.abort();
  if (started !== true)
    return typeof started === 'string' ? 0 : fail('An instance did not start; see above.');
  start('agents', NODE, ['dist/apps/agents/main.js', '--url', `${ORIGIN}/mcp`], {
    env: { ...process.env, AGENT_KEY: secrets.key },
  });
  say(`\n    Sign in: ${ORIGIN}/dashboard/#token=${secrets.token}`);
  say(`    Agents: ${ORIGIN}/mcp with AGENT_KEY=${secrets.key}\n`);
  for (const { name, ended } of instances)
    void ended.then(() => say(`[${name}] has ended; the others go on, and end what it has left open.`));
  await Promise.race([stopping, brokerServer.ended, balancer.ended]);
  return 0;
}

/** The configuration of an instance. All have the same, except for where they listen. */
function instanceEnv(port, { log }, { token, key, cluster }) {
  return {
    ...process.env,
    PORT: String(port),
    CROWSNEST_LOG: log,
    CROWSNEST_PEER_URL: `http://127.0.0.1:${port}`,
    CROWSNEST_CLUSTER_SECRET: cluster,
    CROWSNEST_PUBLIC_URL: ORIGIN,
    CROWSNEST_TRUST_PROXY: 'loopback',
    ADMIN_TOKENS: token,
    AGENT_KEYS: `demo=${key}`,
  };
}

function nginxConfig(folder) {
  const template = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'nginx.conf'), 'utf8');
  const servers = INSTANCE_PORTS.map((port) => `server 127.0.0.1:${port};`).join('\n    ');
  const path = join(folder, 'nginx.conf');
  const config = template.replaceAll('FOLDER', folder).replace('PORTS\n', `${servers}\n`);
  writeFileSync(path, config.replace('127.0.0.1:PORT', `127.0.0.1:${PORT}`));
  return path;
}

/** Debian keeps servers where only root looks for programs. */
function locate(program) {
  return findProgram(program) ?? [`/usr/sbin/${program}`].find(existsSync);
}

function secret() {
  return randomBytes(24).toString('base64url');
}

function fail(message) {
  complain(message);
  return 1;
}
