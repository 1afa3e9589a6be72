import { ALERT_RECEIVERS, ALERT_RULES } from '#alerts';
import { collectEvents } from '#testing';
import { copyLog } from '../../apps/cli/log-copy/copy-log.ts';
import { AlertAdmins, ALERT_ADMINS, timeIn } from '../support/alerts/alert-admins.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { awaitEvent } from '../support/environment/await-event.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication } from '../support/server/test-application.ts';

const RULE = { name: 'nobody', kind: 'silent-agent', filter: 'tool:search', after: '10m' };
const MINUTE = 60_000;

describe('a copy of a log', () => {
  const began = timeIn(0);
  let target: WebhookReceiver;

  beforeEach(async () => {
    target = await WebhookReceiver.start();
  });

  afterEach(() => target.stop());

  async function start(log: string) {
    const receivers = ALERT_RECEIVERS.parse([
      { name: 'ops', form: 'slack', url: target.url, allowPrivate: true },
    ]);
    const { app, origin } = await startApplication([], {
      alerts: { rules: ALERT_RULES.parse([RULE]), receivers },
      signIn: { tokens: ALERT_ADMINS },
      events: { log },
    });
    return {
      app,
      admins: new AlertAdmins(origin),
      events: new StampedEvents(app, began),
      told: collectEvents(app),
    };
  }

  it('has the rules, the silences and what fires, and tells nobody again of what was told before', async () => {
    const [from, to] = [`sqlite:${await temporaryFolder()}/a.db`, `sqlite:${await temporaryFolder()}/b.db`];
    const before = await start(from);
    await before.admins.ask('ann', 'PUT /alerts/rules/slow', { kind: 'latency', window: '5m', above: '1s' });
    await before.admins.ask('ole', 'POST /alerts/silences', {
      rule: 'slow',
      reason: 'the index is rebuilt',
      until: timeIn(60 * MINUTE),
    });
    before.events.callAt(0, 'search');
    before.events.passAt(11 * MINUTE);
    await awaitEvent(before.told, 'alert:sent');
    const view = await before.admins.view();
    await before.app.close();

    const { signal } = new AbortController();
    await copyLog({ from, to, options: {}, signal, copied: () => undefined });
    const after = await start(to);
    const copied = await after.admins.view();
    expect(copied.rules.map(({ name, source }) => [name, source])).toEqual([
      ['nobody', 'configuration'],
      ['slow', 'console'],
    ]);
    expect(copied.silences).toEqual(view.silences);
    expect(copied.firing).toMatchObject([{ rule: 'nobody', firedAt: view.firing[0]?.firedAt }]);
    expect(copied.waiting).toEqual([]);
    // A receiver is told of one message after the other, so a second telling of the beginning would come before this one.
    after.events.callAt(12 * MINUTE, 'search');
    await awaitEvent(after.told, 'alert:sent');
    expect(target.received.map(({ body }) => body)).toEqual([
      expect.stringContaining('"text":"warning: nobody'),
      expect.stringContaining('"text":"Resolved: nobody'),
    ]);
    await after.app.close();
  });
});
