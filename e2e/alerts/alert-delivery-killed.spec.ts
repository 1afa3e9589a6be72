import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertsView, CrowsnestEvent } from '#contract';
import { connectLegacyClient } from '#testing';
import { WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const RULE = {
  name: 'errors',
  kind: 'error-rate',
  window: '24h',
  minimum: 1,
  above: 0,
  severity: 'critical',
};

describe('a server that is killed before it could tell a receiver of an alert', () => {
  let target: WebhookReceiver;

  beforeEach(async () => {
    target = await WebhookReceiver.start();
  });

  afterEach(async () => {
    await ServerProcess.killAll();
    await target.stop();
  });

  it('tells it after the restart, with the same id, and does not raise the alert again', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'crowsnest.json');
    const receiver = {
      name: 'ops',
      form: 'standard',
      urlVariable: 'HOOK',
      secretVariable: 'KEY',
      allowPrivate: true,
    };
    writeFileSync(file, JSON.stringify({ alerts: { rules: [RULE], receivers: [receiver] } }));
    const env = {
      CROWSNEST_CONFIG: file,
      CROWSNEST_LOG: `sqlite:${join(folder, 'events.db')}`,
      HOOK: target.url,
      KEY: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
    };
    target.answer = 503;
    const killed = await ServerProcess.start(await freePort(), env);
    const agent = await connectLegacyClient(killed.origin);
    await agent.callTool({ name: 'get_current_weather', arguments: { city: 'Atlantis' } });
    await waitUntil(() => target.received.length > 0, { reason: 'an attempt was made', timeoutMs: 60_000 });
    await killed.kill();

    target.answer = 204;
    const server = await ServerProcess.start(await freePort(), env);
    const alerts = async (): Promise<CrowsnestEvent[]> =>
      (await readAll(server.origin, '0')).filter(({ type }) => type.startsWith('alert:'));
    const isSent = async (): Promise<boolean> => (await alerts()).some(({ type }) => type === 'alert:sent');
    await waitUntil(isSent, {
      reason: 'the receiver was told',
      timeoutMs: 60_000,
      seen: () => server.output,
    });
    const events = await alerts();
    expect(events.map(({ type }) => type)).toEqual(['alert:firing', 'alert:sent']);
    const ids = new Set(target.received.map(({ headers }) => headers['webhook-id']));
    expect([...ids]).toEqual([events[0]?.id]);
    const view = (await (await asAdmin(server.origin, '/alerts')).json()) as AlertsView;
    expect(view).toMatchObject({
      receivers: ['ops'],
      firing: [{ rule: 'errors', id: events[0]?.id }],
      waiting: [],
    });
  });
});
