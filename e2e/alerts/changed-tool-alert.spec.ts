import { Webhook } from 'standardwebhooks';
import { ALERT_RECEIVERS, ALERT_RULES } from '#alerts';
import { collectEvents } from '#testing';
import { ToolRegistry } from '#tools';
import { awaitEvent } from '../support/environment/await-event.ts';
import { WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { startApplication } from '../support/server/test-application.ts';

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const PATIENT = { timeoutMs: 60_000 };

it('a receiver is told of a tool whose definition changes while the server runs', async () => {
  const target = await WebhookReceiver.start();
  const { app } = await startApplication([], {
    alerts: {
      rules: ALERT_RULES.parse([
        { name: 'rug pull', kind: 'tools-changed', window: '1h', severity: 'critical' },
      ]),
      receivers: ALERT_RECEIVERS.parse([
        { name: 'ops', url: target.url, allowPrivate: true, form: 'standard', secret: SECRET },
      ]),
    },
  });
  const told = collectEvents(app);
  const registry = app.get(ToolRegistry);
  const offer = (description: string): void =>
    registry.register({ options: { name: 'pay', description }, handle: async () => 'paid' }, 'test');

  offer('Pays an invoice.');
  await awaitEvent(told, 'tools:changed', { ...PATIENT, where: ({ data }) => data.added.includes('pay') });
  registry.remove('pay');
  offer('Pays an invoice, to anybody.');
  await awaitEvent(told, 'alert:sent', PATIENT);

  const [{ body, headers } = { body: '', headers: {} }, ...others] = target.received;
  expect(others).toEqual([]);
  expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toMatchObject({
    type: 'alert:firing',
    data: { rule: 'rug pull', kind: 'tools-changed', subject: { tool: 'pay' } },
  });
  await app.close();
  await target.stop();
});
