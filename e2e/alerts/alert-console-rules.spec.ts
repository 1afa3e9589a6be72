import type { INestApplication } from '@nestjs/common';
import { ALERT_RULES } from '#alerts';
import { collectEvents, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { AlertAdmins, ALERT_ADMINS, timeIn } from '../support/alerts/alert-admins.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication } from '../support/server/test-application.ts';

const CONFIGURED = { name: 'stuck', kind: 'stuck-call' };
const FORM = { kind: 'silent-agent', filter: 'tool:search', after: '10m', severity: 'error' };
const RULE = {
  name: 'nobody',
  kind: 'silent-agent',
  filter: 'tool:search',
  afterMs: 600_000,
  severity: 'error',
  forMs: 0,
};
const PATIENT = { timeoutMs: 60_000 };
const MINUTE = 60_000;

describe('the rules that admins set', () => {
  let app: INestApplication;
  let admins: AlertAdmins;
  let events: StampedEvents;
  let told: EventCollection;

  async function start(log = 'memory:'): Promise<void> {
    const started = await startApplication([], {
      alerts: { rules: ALERT_RULES.parse([CONFIGURED]) },
      signIn: { tokens: ALERT_ADMINS },
      events: { log },
    });
    ({ app } = started);
    admins = new AlertAdmins(started.origin);
    events = new StampedEvents(app, timeIn(0));
    told = collectEvents(app);
  }

  afterEach(() => app.close());

  it('raise alerts, outlive the process, and resolve their alerts when they are deleted', async () => {
    const log = `sqlite:${await temporaryFolder()}/events.db`;
    await start(log);
    const set = await admins.ask('ann', 'PUT /alerts/rules/nobody', FORM);
    expect(set).toEqual({ status: 202, body: { rule: 'nobody' } });
    await app.close();
    await start(log);
    expect((await admins.view()).rules).toEqual([
      expect.objectContaining({ name: 'stuck', source: 'configuration', state: 'quiet' }),
      { ...RULE, source: 'console', state: 'quiet' },
    ]);
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    expect((await awaitEvent(told, 'alert:firing', PATIENT)).data).toMatchObject({ rule: 'nobody' });
    expect((await admins.view()).rules[1]).toMatchObject({ state: 'firing' });
    expect((await admins.ask('ann', 'DELETE /alerts/rules/nobody')).status).toBe(202);
    const { data } = await awaitEvent(told, 'alert:resolved', PATIENT);
    expect(data).toMatchObject({ rule: 'nobody', reason: 'removed' });
    expect((await admins.view()).rules).toHaveLength(1);
  });

  it('go on with what they know when only their threshold, severity or receivers change', async () => {
    await start();
    const rule = { kind: 'silent-agent', filter: 'tool:search', after: '10m' };
    await admins.ask('ann', 'PUT /alerts/rules/nobody', rule);
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    const first = await awaitEvent(told, 'alert:firing', PATIENT);
    await admins.ask('ann', 'PUT /alerts/rules/nobody', { ...rule, after: '5m', severity: 'critical' });
    events.passAt(12 * MINUTE);
    await admins.ask('ann', 'PUT /alerts/rules/nobody', { ...rule, filter: 'tool:crawl' });
    const { data } = await awaitEvent(told, 'alert:resolved', PATIENT);
    // It looks at something else now, so nobody knows whether the condition holds.
    expect(data).toMatchObject({ firing: first.id, reason: 'removed' });
    expect(told.all('alert:firing')).toHaveLength(1);
    expect(told.all('alert:resolved')).toHaveLength(1);
  });

  it('are on record with what they were and what they are', async () => {
    await start();
    await admins.ask('ann', 'PUT /alerts/rules/nobody', FORM);
    await admins.ask('ann', 'PUT /alerts/rules/nobody', { ...FORM, after: '20m' });
    await admins.ask('ann', 'DELETE /alerts/rules/nobody', { reason: 'too loud' });
    const longer = { ...RULE, afterMs: 1_200_000 };
    const acts = (await admins.events('admin:alert-rule')).map(({ data }) => data);
    expect(acts).toMatchObject([
      { admin: 'ann', outcome: 'done', deed: 'set', rule: 'nobody', after: RULE },
      { deed: 'set', before: RULE, after: longer },
      { deed: 'delete', before: longer, reason: 'too loud' },
    ]);
    expect(acts[0]).not.toHaveProperty('before');
    const changes = (await admins.events('alert:rule')).map(({ data }) => data);
    expect(changes.at(-1)).toEqual({ rule: 'nobody', change: 'deleted', by: 'ann' });
  });

  it('cannot take the name of a rule of the configuration, which is only changed there', async () => {
    await start();
    for (const method of ['PUT', 'DELETE']) {
      const { status, body } = await admins.ask('ann', `${method} /alerts/rules/stuck`, {
        ...(method === 'PUT' && FORM),
      });
      expect([status, body['error']]).toEqual([409, 'RULE_OF_CONFIGURATION']);
    }
    const refused = await admins.events('admin:alert-rule');
    expect(refused.map(({ data }) => data)).toMatchObject([
      { outcome: 'refused', reason: 'RULE_OF_CONFIGURATION', deed: 'set', rule: 'stuck' },
      { outcome: 'refused', reason: 'RULE_OF_CONFIGURATION', deed: 'delete', rule: 'stuck' },
    ]);
  });

  it('are refused with all faults at once, to operators, and to admins of one tenant', async () => {
    await start();
    const wrong = { kind: 'error-rate', name: 'another', window: 'soon', above: 7, filter: 'tool:' };
    const refused = await admins.ask('ann', 'PUT /alerts/rules/errors', wrong);
    expect(refused).toMatchObject({ status: 400, body: { error: 'BAD_BODY' } });
    for (const fault of [
      '"window" is not a whole number',
      '"above" is not less than 1',
      '"filter" has a fault',
    ])
      expect(refused.body['message']).toContain(fault);
    const named = await admins.ask('ann', 'PUT /alerts/rules/nobody', { ...FORM, name: 'another' });
    expect(named.body['message']).toBe('"name" is not the name in the path');
    const receivers = await admins.ask('ann', 'PUT /alerts/rules/nobody', { ...FORM, receivers: ['ops'] });
    expect(receivers.body['message']).toContain('"receivers" names a receiver that there is not');
    for (const name of ['ole', 'gil'] as const)
      expect((await admins.ask(name, 'PUT /alerts/rules/nobody', FORM)).status).toBe(403);
    expect((await admins.ask('ann', 'DELETE /alerts/rules/nobody')).body['error']).toBe('RULE_NOT_FOUND');
    expect((await admins.view()).rules).toHaveLength(1);
  });
});
