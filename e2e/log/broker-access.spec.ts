import { createEventLog } from '#events';
import { makeNatsAccount } from '../support/brokers/nats-account.ts';
import { refusalOf } from '../support/brokers/log-refusal.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';

const PASSWORD = 'open-sesame';

describeWithRedis('the event log over a Redis server whose user lacks a right', () => {
  it.each([
    ['scripts', '-evalsha'],
    ['a command in a script', '-time'],
  ])('names what is missing: %s', async (_, right) => {
    const redis = await RedisServer.start();
    await redis.command('ACL', 'SETUSER', 'ada', 'on', `>${PASSWORD}`, '~*', '+@all', right);
    const refusal = await refusalOf(`redis://ada:${PASSWORD}@127.0.0.1:${redis.port}`);
    expect(refusal).toMatchObject({
      code: 'LOG_REFUSED',
      message: expect.stringContaining('does not allow this user what the log needs'),
    });
    expect(refusal.message).toContain('docs/instances.md');
    expect(refusal.message).not.toContain(PASSWORD);
    await redis.kill();
  });
});

describeWithNats('the event log over a NATS server with an operator', () => {
  it('signs in with a file of credentials, and names one that the server does not accept, never what is in it', async () => {
    const { options, credentials, foreignCredentials, secrets } = await makeNatsAccount();
    const nats = await NatsServer.start(...options);
    const url = `nats://127.0.0.1:${nats.port}`;
    const log = createEventLog(url, { natsCredentials: credentials });
    await log.open();
    await log.close();
    const refusal = await refusalOf(url, { natsCredentials: foreignCredentials });
    expect(refusal).toMatchObject({ code: 'LOG_REFUSED' });
    expect(refusal.message).toContain('does not accept');
    for (const secret of secrets) expect(refusal.message).not.toContain(secret);
    await nats.kill();
  });
});
