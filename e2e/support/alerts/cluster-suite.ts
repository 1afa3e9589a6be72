import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertsView, CrowsnestEvent } from '#contract';
import { connectLegacyClient } from '#testing';
import type { BrokerServer } from '../brokers/broker-server.ts';
import { eventsOf, instancesOf } from '../cluster/cluster.ts';
import { temporaryFolder } from '../environment/temporary-folder.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { asAdmin } from '../server/admin-api.ts';
import { freePort, ServerProcess } from '../server/server-process.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

const RULE = { name: 'errors', kind: 'error-rate', window: '24h', minimum: 1, above: 0 };
const STUCK = { kind: 'stuck-call', severity: 'info' };
const PATIENT = { timeoutMs: 60_000 };

/** Tests of alerts over a broker. */
export function describeAlertsOfCluster(start: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let target: WebhookReceiver;

  beforeAll(async () => {
    broker = await start();
    target = await WebhookReceiver.start();
  });

  afterAll(async () => {
    await ServerProcess.killAll();
    await target.stop();
    await broker.kill();
  });

  it('are told once, also when the instance that speaks for all is killed', async () => {
    const file = join(await temporaryFolder(), 'crowsnest.json');
    const receivers = [{ name: 'ops', form: 'slack', url: target.url, allowPrivate: true }];
    const configure = (...rules: object[]): void =>
      writeFileSync(file, JSON.stringify({ alerts: { rules, receivers } }));
    configure(RULE);
    const env = { CROWSNEST_CONFIG: file, CROWSNEST_LOG: broker.url(randomUUID()) };
    const first = await ServerProcess.start(await freePort(), env);
    const second = await ServerProcess.start(await freePort(), env);
    const third = await ServerProcess.start(await freePort(), env);
    const isUp = async (): Promise<boolean> => (await instancesOf(third)).length === 3;
    await waitUntil(isUp, { reason: 'three instances are up', ...PATIENT });

    const set = await asAdmin(second.origin, '/alerts/rules/stuck', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(STUCK),
    });
    expect(set.status).toBe(202);
    const rulesOf = async ({ origin }: ServerProcess): Promise<string[]> => {
      const { rules } = (await (await asAdmin(origin, '/alerts')).json()) as AlertsView;
      return rules.map(({ name }) => name);
    };
    for (const instance of [first, third])
      await waitUntil(async () => (await rulesOf(instance)).includes('stuck'), {
        reason: 'every instance has the rule that was set at one',
        ...PATIENT,
      });

    const alerts = async (): Promise<CrowsnestEvent['type'][]> =>
      (await eventsOf(third))
        .map(({ type }) => type)
        .filter((type) => /^alert:(firing|resolved|sent|undelivered)$/.test(type));
    const untilTold = (count: number): Promise<unknown> => {
      const isTold = async (): Promise<boolean> =>
        (await alerts()).filter((type) => type === 'alert:sent').length >= count;
      return waitUntil(isTold, {
        reason: `${count} messages were sent`,
        ...PATIENT,
        seen: () => first.output,
      });
    };
    const agent = await connectLegacyClient(second.origin);
    await agent.callTool({ name: 'get_current_weather', arguments: { city: 'Atlantis' } });
    await untilTold(1);
    await first.kill();
    configure();
    await untilTold(2);
    expect(await alerts()).toEqual(['alert:firing', 'alert:sent', 'alert:resolved', 'alert:sent']);
    expect(target.received.map(({ body }) => body)).toEqual([
      expect.stringContaining('warning: errors'),
      expect.stringContaining('Resolved: errors'),
    ]);
  });
}
