import { describeWithProgram } from '../support/brokers/broker-server.ts';
import { makeCertificate, type Certificate } from '../support/brokers/certificate.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const PASSWORD = 'open-sesame';

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

describeWithProgram('openssl', 'a server whose broker uses TLS', () => {
  let certificate: Certificate;

  beforeAll(async () => {
    certificate = await makeCertificate();
  });

  async function expectTrust(url: string, password: Record<string, string>): Promise<void> {
    const trusted = { CROWSNEST_LOG: url, ...password, NODE_EXTRA_CA_CERTS: certificate.path };
    const { NODE_EXTRA_CA_CERTS: _, ...untrusted } = trusted;
    const [started, wrong, unknown] = await Promise.all([
      outputOf(trusted),
      refusal({ ...trusted, CROWSNEST_LOG: url.replace('@', `:not-${PASSWORD}@`) }),
      refusal(untrusted),
    ]);
    expect(wrong).toContain('does not accept the user');
    expect(unknown).toContain(
      'has a certificate that is not trusted. Name the file of its authority with NODE_EXTRA_CA_CERTS',
    );
    expect(`${started}${wrong}${unknown}`).not.toContain(PASSWORD);
  }

  describeWithRedis('and is Redis', () => {
    it('starts with the authority of its certificate only, and never says the password', async () => {
      const port = await freePort();
      const { path, keyPath } = certificate;
      const tls = ['--tls-port', `${port}`, '--tls-cert-file', path, '--tls-key-file', keyPath];
      const user = ['--user', 'ada', 'on', `>${PASSWORD}`, '~*', '+@all'];
      const redis = await RedisServer.start(...tls, '--tls-auth-clients', 'no', ...user);
      await expectTrust(`rediss://ada@127.0.0.1:${port}`, { CROWSNEST_REDIS_PASSWORD: PASSWORD });
      await redis.kill();
    });
  });

  describeWithNats('and is NATS', () => {
    it('starts with the authority of its certificate only, and never says the password', async () => {
      const { path, keyPath } = certificate;
      const tls = ['--tls', '--tlscert', path, '--tlskey', keyPath];
      const nats = await NatsServer.start(...tls, '--user', 'ada', '--pass', PASSWORD);
      await expectTrust(`tls://ada@127.0.0.1:${nats.port}`, { CROWSNEST_NATS_PASSWORD: PASSWORD });
      await nats.kill();
    });
  });
});
