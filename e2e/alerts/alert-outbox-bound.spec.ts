import { ALERT_RECEIVERS, ALERT_RULES } from '#alerts';
import { collectEvents } from '#testing';
import { AlertAdmins, ALERT_ADMINS } from '../support/alerts/alert-admins.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { startApplication } from '../support/server/test-application.ts';

const MINUTE = 60_000;
/** One rule fires for a hundred sessions at most. */
const SESSIONS = 110;
const RULES = Array.from({ length: 11 }, (_, n) => ({
  name: `silent ${n}`,
  kind: 'silent-session',
  after: '5m',
}));

it('of more than a thousand messages that wait for a receiver, the oldest are given up, and events say so', async () => {
  const target = await WebhookReceiver.start();
  target.answer = 503;
  const receivers = ALERT_RECEIVERS.parse([
    { name: 'ops', form: 'slack', url: target.url, allowPrivate: true },
  ]);
  const { app, origin } = await startApplication([], {
    alerts: { rules: ALERT_RULES.parse(RULES), receivers },
    signIn: { tokens: ALERT_ADMINS },
  });
  const told = collectEvents(app);
  const events = new StampedEvents(app);
  for (let n = 0; n < SESSIONS; n += 1) events.openAt(0, `s-${n}`, 'nightly');
  events.passAt(6 * MINUTE);
  await waitUntil(() => told.all('alert:undelivered').length >= 100, {
    reason: 'what is too much is given up',
    timeoutMs: 60_000,
  });
  const firing = told.all('alert:firing');
  expect(firing).toHaveLength(1_100);
  const given = told.all('alert:undelivered');
  expect(given.map(({ data }) => data.alert)).toEqual(firing.slice(0, 100).map(({ id }) => id));
  expect(given[0]?.data).toMatchObject({
    receiver: 'ops',
    error: expect.stringContaining('1000 messages wait'),
  });
  const { waiting } = await new AlertAdmins(origin).view();
  expect(waiting).toHaveLength(1_000);
  await app.close();
  await target.stop();
});
