import { createEventLog } from '#events';
import { refusalOf } from '../support/brokers/log-refusal.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { freePort } from '../support/server/server-process.ts';

const PASSWORD = 'open-sesame';

describe('the event log over a broker that cannot be used', () => {
  it('waits a while for a broker that is away, and then names it', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const waitMs = 300;
    const [redis, nats] = await Promise.all([
      refusalOf(`redis://${host}`, { waitMs }),
      refusalOf(`nats://${host}`, { waitMs }),
    ]);
    expect(redis).toMatchObject({ code: 'LOG_AWAY' });
    expect(redis.message).toContain(`Redis at ${host} cannot be reached`);
    expect(nats).toMatchObject({ code: 'LOG_AWAY' });
    expect(nats.message).toContain(`NATS at ${host} cannot be reached`);
  });
});

describeWithRedis('the event log over a Redis server that asks for a password', () => {
  it('names the server and the remedy, and never the password', async () => {
    const redis = await RedisServer.start('--requirepass', PASSWORD);
    const { host } = new URL(redis.url('x'));
    const wrong = await refusalOf(`redis://:not-${PASSWORD}@${host}`);
    const none = await refusalOf(`redis://${host}`);
    expect(wrong).toMatchObject({ code: 'LOG_REFUSED' });
    expect(wrong.message).toContain(`Redis at ${host} does not accept the user or the password`);
    expect(none.message).toContain('CROWSNEST_REDIS_PASSWORD');
    expect(`${wrong.message} ${none.message}`).not.toContain(PASSWORD);
    const log = createEventLog(`redis://${host}`, { redisPassword: PASSWORD });
    await log.open();
    await log.close();
    await redis.kill();
  });
});

describeWithNats('the event log over a NATS server that asks for a sign-in', () => {
  it.each([
    ['a password', ['--user', 'ada', '--pass', PASSWORD], 'ada@', 'ada:'],
    ['a token', ['--auth', PASSWORD], '', ''],
  ])('names the server and the remedy, and never %s', async (_, options, user, sign) => {
    const nats = await NatsServer.start(...options);
    const { host } = new URL(nats.url('x'));
    const wrong = await refusalOf(`nats://${sign}not-${PASSWORD}@${host}`);
    const none = await refusalOf(`nats://${host}`);
    for (const refusal of [wrong, none]) {
      expect(refusal).toMatchObject({ code: 'LOG_REFUSED' });
      expect(refusal.message).toContain(`NATS at ${host} does not accept`);
      expect(refusal.message).toContain('CROWSNEST_NATS_PASSWORD');
      expect(refusal.message).not.toContain(PASSWORD);
    }
    const log = createEventLog(`nats://${user}${host}`, { natsPassword: PASSWORD });
    await log.open();
    await log.close();
    await nats.kill();
  });
});

describeWithNats('the event log over a NATS server that is not what the configuration says', () => {
  it('names what to correct', async () => {
    const nats = await NatsServer.start();
    await nats.manage(({ streams }) => streams.add({ name: 'orders', subjects: ['orders'] }));
    const { host } = new URL(nats.url('x'));
    const refusals = await Promise.all([
      refusalOf(`tls://${host}`),
      refusalOf(`nats://${host}`, { natsCredentials: '/missing.creds' }),
      refusalOf(`nats://${host}/?prefix=orders`),
    ]);
    expect(refusals.map(({ code }) => code)).toEqual(Array(3).fill('LOG_REFUSED'));
    const remedies = [
      'Use nats: instead of tls:',
      'Correct CROWSNEST_NATS_CREDS',
      'Name another one with ?prefix=',
    ];
    expect(refusals.map(({ message }) => message)).toEqual(
      remedies.map((remedy) => expect.stringContaining(remedy)),
    );
    await nats.kill();
  });
});
