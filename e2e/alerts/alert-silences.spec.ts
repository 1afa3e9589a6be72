import { jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { ALERT_RECEIVERS, ALERT_RULES } from '#alerts';
import { collectEvents, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { AlertAdmins, ALERT_ADMINS, timeIn } from '../support/alerts/alert-admins.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { startApplication } from '../support/server/test-application.ts';

const NOBODY = { name: 'nobody', kind: 'silent-agent', filter: 'tool:search', after: '10m' };
const STUCK = { name: 'stuck', kind: 'stuck-call' };
const PATIENT = { timeoutMs: 60_000 };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('silences', () => {
  let app: INestApplication;
  let admins: AlertAdmins;
  let events: StampedEvents;
  let told: EventCollection;
  let target: WebhookReceiver;

  async function start(log?: string): Promise<void> {
    const receivers = ALERT_RECEIVERS.parse([
      { name: 'ops', form: 'slack', url: target.url, allowPrivate: true },
    ]);
    const options = {
      alerts: { rules: ALERT_RULES.parse([NOBODY, STUCK]), receivers },
      signIn: { tokens: ALERT_ADMINS },
      ...(log !== undefined && { events: { log } }),
    };
    const started = await startApplication([], options);
    ({ app } = started);
    admins = new AlertAdmins(started.origin);
    events = new StampedEvents(app, timeIn(0));
    told = collectEvents(app);
  }

  async function silence(choice: object): Promise<string> {
    const { status, body } = await admins.ask('ole', 'POST /alerts/silences', {
      ...choice,
      reason: 'the index is rebuilt',
      until: timeIn(HOUR),
    });
    expect(status).toBe(202);
    return String(body['silence']);
  }

  beforeEach(async () => {
    target = await WebhookReceiver.start();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await app.close();
    await target.stop();
  });

  it('keep an alert from receivers, and it is told once they end and it still fires', async () => {
    await start();
    const id = await silence({ rule: 'nobody' });
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    const first = await awaitEvent(told, 'alert:firing', PATIENT);
    expect(first.data).toMatchObject({ rule: 'nobody', silence: id });
    expect(first.data).not.toHaveProperty('receivers');
    expect((await admins.view()).silences).toMatchObject([{ id, rule: 'nobody', by: 'ole' }]);

    const ended = await admins.ask('ole', `DELETE /alerts/silences/${id}`, { reason: 'it is rebuilt' });
    expect(ended).toEqual({ status: 202, body: { silence: id } });
    await awaitEvent(told, 'alert:sent', PATIENT);
    const [, second] = told.all('alert:firing');
    expect(second?.data).toMatchObject({ rule: 'nobody', since: first.data.since, receivers: ['ops'] });
    expect(second?.data).not.toHaveProperty('silence');
    expect(target.received).toHaveLength(1);
    const { firing, silences } = await admins.view();
    expect(firing).toMatchObject([{ id: second?.id, firedAt: first.timestamp }]);
    expect(silences).toEqual([]);
  });

  it('end by themselves when their time is over', async () => {
    await start();
    const id = await silence({ rule: 'nobody' });
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    expect((await awaitEvent(told, 'alert:firing', PATIENT)).data).toMatchObject({ silence: id });
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + HOUR);
    await awaitEvent(told, 'alert:sent', PATIENT);
    expect((await admins.view()).silences).toEqual([]);
    expect(told.all('alert:unsilenced')).toEqual([]);
  });

  it('choose among the alerts of all rules by what these are about', async () => {
    await start();
    const id = await silence({ subject: { tool: 'crawl', tenantId: 'acme' } });
    events.startAt(0, 'crawl');
    events.startAt(0, 'weather');
    events.passAt(2 * MINUTE);
    await waitUntil(() => told.all('alert:firing').length === 2, { reason: 'both fire', ...PATIENT });
    const byTool = told.all('alert:firing').map(({ data }) => [data.subject, data.silence, data.receivers]);
    expect(byTool).toEqual([
      [expect.objectContaining({ tool: 'crawl' }), id, undefined],
      [expect.objectContaining({ tool: 'weather' }), undefined, ['ops']],
    ]);
  });

  it('do not keep the end of an alert from receivers that were told of its beginning', async () => {
    await start();
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    await awaitEvent(told, 'alert:sent', PATIENT);
    await silence({ rule: 'nobody' });
    events.callAt(12 * MINUTE, 'search');
    const resolved = await awaitEvent(told, 'alert:resolved', PATIENT);
    await awaitEvent(told, 'alert:sent', { ...PATIENT, where: ({ data }) => data.alert === resolved.id });
    expect(target.received.at(-1)?.body).toContain('Resolved: nobody');
  });

  it('outlive the process, and are on record', async () => {
    const log = `sqlite:${await temporaryFolder()}/events.db`;
    await start(log);
    const id = await silence({ rule: 'nobody' });
    const before = await admins.view();
    await app.close();
    await start(log);
    expect((await admins.view()).silences).toEqual(before.silences);
    const [begun] = await admins.events('admin:alert-silence');
    expect(begun?.data).toMatchObject({
      admin: 'ole',
      role: 'operator',
      outcome: 'done',
      deed: 'begin',
      silence: id,
      rule: 'nobody',
      reason: 'the index is rebuilt',
    });
  });

  it('are refused with all faults at once, to viewers, and to admins of one tenant', async () => {
    await start();
    const wrong = { until: timeIn(31 * 24 * HOUR), subject: { colour: 'red' }, who: 'ole' };
    const refused = await admins.ask('ole', 'POST /alerts/silences', wrong);
    expect(refused).toMatchObject({ status: 400, body: { error: 'BAD_BODY' } });
    for (const fault of ['"reason" is not a text', '"until" is more than 30 days', '"subject', '"who"'])
      expect(refused.body['message']).toContain(fault);
    const form = { rule: 'nobody', reason: 'calm', until: timeIn(HOUR) };
    const past = await admins.ask('ole', 'POST /alerts/silences', { ...form, until: timeIn(-1) });
    expect(past.body['message']).toBe('"until" is in the past');
    const all = await admins.ask('ole', 'POST /alerts/silences', { reason: 'calm', until: timeIn(HOUR) });
    expect(all.body['message']).toBe('A silence names a "rule", a "subject" or both');
    const unknown = await admins.ask('ole', 'POST /alerts/silences', { ...form, rule: 'none' });
    expect(unknown).toMatchObject({ status: 404, body: { error: 'RULE_NOT_FOUND' } });
    for (const name of ['vic', 'gil'] as const)
      expect((await admins.ask(name, 'POST /alerts/silences', form)).status).toBe(403);
    const acts = (await admins.events('admin:alert-silence')).map(({ data }) => data);
    expect(acts.slice(-2)).toMatchObject([
      { admin: 'vic', deed: 'begin', outcome: 'refused' },
      { admin: 'gil', deed: 'begin', outcome: 'refused' },
    ]);
    const over = await admins.ask('ole', 'DELETE /alerts/silences/none');
    expect(over).toMatchObject({ status: 404, body: { error: 'SILENCE_NOT_FOUND' } });
    expect((await admins.view()).silences).toEqual([]);
  });
});
