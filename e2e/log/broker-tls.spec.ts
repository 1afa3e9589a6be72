import { describeWithProgram } from '../support/brokers/broker-server.ts';
import { makeCertificate, type Certificate } from '../support/brokers/certificate.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const PASSWORD = 'open-sesame';
const EXPECTED = [
  'Agents connect to',
  'does not accept the user',
  'has a certificate that is not trusted. Name the file of its authority with NODE_EXTRA_CA_CERTS',
].map((text) => expect.stringContaining(text) as string);

/** What a server process says when it starts with a log, and then stops. */
async function outputOf(env: Record<string, string>): Promise<string> {
  const cwd = await temporaryFolder();
  const server = await ServerProcess.start(await freePort(), env, { cwd });
  await server.stop();
  return server.output;
}

/** What a server process says that does not start. */
async function refusal(env: Record<string, string>): Promise<string> {
  const server = ServerProcess.launch(await freePort(), env, { cwd: await temporaryFolder() });
  expect(await server.ended()).toBe(1);
  return server.output;
}

describeWithProgram(
  'openssl',
  'a server whose broker uses TLS',
  () => {
    let certificate: Certificate;

    beforeAll(async () => {
      certificate = makeCertificate(await temporaryFolder());
    });

    /** What servers say with the password and the authority, with another password, and without the authority. */
    async function outputs(url: string, password: Record<string, string>): Promise<string[]> {
      const untrusting = { CROWSNEST_LOG: url, ...password };
      const trusting = { ...untrusting, NODE_EXTRA_CA_CERTS: certificate.path };
      const wrong = { ...trusting, CROWSNEST_LOG: url.replace('@', `:not-${PASSWORD}@`) };
      return Promise.all([outputOf(trusting), refusal(wrong), refusal(untrusting)]);
    }

    describeWithRedis('and is Redis', () => {
      it('starts with the authority of its certificate only, and never says the password', async () => {
        const port = await freePort();
        const { path, keyPath } = certificate;
        const tls = ['--tls-port', `${port}`, '--tls-cert-file', path, '--tls-key-file', keyPath];
        const user = ['--user', 'ada', 'on', `>${PASSWORD}`, '~*', '+@all'];
        const redis = await RedisServer.start(...tls, '--tls-auth-clients', 'no', ...user);
        const said = await outputs(`rediss://ada@127.0.0.1:${port}`, { CROWSNEST_REDIS_PASSWORD: PASSWORD });
        expect(said).toEqual(EXPECTED);
        expect(said.join('')).not.toContain(PASSWORD);
        await redis.kill();
      });
    });

    describeWithNats('and is NATS', () => {
      it('starts with the authority of its certificate only, and never says the password', async () => {
        const { path, keyPath } = certificate;
        const tls = ['--tls', '--tlscert', path, '--tlskey', keyPath];
        const nats = await NatsServer.start(...tls, '--user', 'ada', '--pass', PASSWORD);
        const said = await outputs(`tls://ada@127.0.0.1:${nats.port}`, { CROWSNEST_NATS_PASSWORD: PASSWORD });
        expect(said).toEqual(EXPECTED);
        expect(said.join('')).not.toContain(PASSWORD);
        await nats.kill();
      });
    });
  },
  'version',
);
