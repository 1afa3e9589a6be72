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
import { verified, WebhookReceiver } from './webhook-receiver.ts';

const RULE = { name: 'errors', kind: 'error-rate', window: '24h', minimum: 1, above: 0 };
const STUCK = { kind: 'stuck-call', severity: 'info' };
const PATIENT = { timeoutMs: 60_000 };
const SECRET = `whsec_${Buffer.alloc(24, 11).toString('base64')}`;

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

  it('are told once, signed, although the one of three that speaks is killed before it could tell', async () => {
    const file = join(await temporaryFolder(), 'crowsnest.json');
    const receivers = [
      { name: 'ops', form: 'standard', url: target.url, secretVariable: 'KEY', allowPrivate: true },
    ];
    const configure = (...rules: object[]): void =>
      writeFileSync(file, JSON.stringify({ alerts: { rules, receivers } }));
    configure(RULE);
    const env = { CROWSNEST_CONFIG: file, CROWSNEST_LOG: broker.url(randomUUID()), KEY: SECRET };
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

    const alerts = async (): Promise<CrowsnestEvent[]> =>
      (await eventsOf(third)).filter(({ type }) => /^alert:(firing|resolved|sent|undelivered)$/.test(type));
    const untilTold = (count: number): Promise<unknown> => {
      const isTold = async (): Promise<boolean> =>
        (await alerts()).filter(({ type }) => type === 'alert:sent').length >= count;
      return waitUntil(isTold, {
        reason: `${count} messages were sent`,
        ...PATIENT,
        seen: () => second.output,
      });
    };
    target.answer = 503;
    const agent = await connectLegacyClient(second.origin);
    await agent.callTool({ name: 'get_current_weather', arguments: { city: 'Atlantis' } });
    await waitUntil(() => target.received.length > 0, { reason: 'the speaker has tried', ...PATIENT });
    await first.kill();
    target.answer = 204;
    await untilTold(1);
    configure();
    await untilTold(2);
    const [firing, sent, resolved, ...more] = await alerts();
    expect([firing, sent, resolved, ...more].map((event) => event?.type)).toEqual([
      'alert:firing',
      'alert:sent',
      'alert:resolved',
      'alert:sent',
    ]);
    const accepted = target.received.filter(({ status }) => status === 204);
    expect(accepted.map(({ headers }) => headers['webhook-id'])).toEqual([firing?.id, resolved?.id]);
    expect(target.received[0]?.headers['webhook-id']).toBe(firing?.id);
    expect(accepted.map((webhook) => verified(webhook, SECRET))).toMatchObject([
      { type: 'alert:firing', data: { rule: 'errors' } },
      { type: 'alert:resolved', data: { rule: 'errors' } },
    ]);
  });
}
