import type { INestApplication } from '@nestjs/common';
import { PREVIEW_BOUNDS, type PreviewBounds } from '#alerts';
import type { AlertPreview } from '#contract';
import { AlertAdmins, ALERT_ADMINS, timeIn } from '../support/alerts/alert-admins.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { startApplication } from '../support/server/test-application.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the preview of a rule', () => {
  let app: INestApplication;
  let admins: AlertAdmins;
  let events: StampedEvents;

  beforeEach(async () => {
    const started = await startApplication([], { signIn: { tokens: ALERT_ADMINS } });
    ({ app } = started);
    admins = new AlertAdmins(started.origin);
    // At a full minute, so that the slices of windows begin with the events.
    events = new StampedEvents(app, `${timeIn(-3 * HOUR).slice(0, -'00.000Z'.length)}00.000Z`);
  });

  afterEach(() => app.close());

  async function preview(rule: object): Promise<AlertPreview> {
    const { status, body } = await admins.ask('ann', 'POST /alerts/preview', rule);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body as unknown as AlertPreview;
  }

  /** Between two times of the events, given in milliseconds after the first one. */
  function expectBetween(time: string | undefined, least: number, most: number): void {
    expect(time).toBeDefined();
    expect(time! >= events.timeAt(least)).toBe(true);
    expect(time! <= events.timeAt(most)).toBe(true);
  }

  it('tells when it would have fired and resolved, and the highest value', async () => {
    for (let n = 0; n < 6; n += 1) events.callAt(n * SECOND, 'search');
    for (let n = 0; n < 3; n += 1) events.callAt(MINUTE + n * SECOND, 'search', { error: 'no index' });
    events.callAt(MINUTE + 30 * SECOND, 'search', { error: 'no index' });
    events.callAt(30 * MINUTE, 'search');
    const rule = { kind: 'error-rate', window: '5m', minimum: 8, above: 0.3, filter: 'tool:search' };
    const result = await preview(rule);
    expect(result).toMatchObject({ complete: true, highest: 0.4, count: 1 });
    const [alert] = result.alerts;
    expect(alert).toMatchObject({ value: expect.closeTo(0.333, 2), threshold: 0.3 });
    expectBetween(alert?.firedAt, MINUTE + 2 * SECOND, MINUTE + 10 * SECOND);
    // A window is exact to a sixtieth.
    expectBetween(alert?.resolvedAt, 5 * MINUTE - 5 * SECOND, 6 * MINUTE);
    const calmer = await preview({ ...rule, above: 0.5 });
    expect(calmer).toMatchObject({ highest: 0.4, count: 0, alerts: [] });
    expect(calmer.events).toBeGreaterThanOrEqual(result.events);
  });

  it('looks at the time in which no event came, up to now', async () => {
    events.callAt(0, 'search');
    const { alerts, highest } = await preview({ kind: 'silent-agent', filter: 'tool:search', after: '1h' });
    expect(alerts).toHaveLength(1);
    expectBetween(alerts[0]?.firedAt, HOUR, HOUR + MINUTE);
    expect(alerts[0]).not.toHaveProperty('resolvedAt');
    expect(highest).toBeGreaterThan(2 * HOUR);
  });

  it('names the calls and sessions that it would have been about', async () => {
    events.openAt(0, 'nightly-1', 'nightly');
    const call = events.startAt(SECOND, 'crawl');
    events.passAt(20 * MINUTE);
    const stuck = await preview({ kind: 'stuck-call', filter: 'tool:crawl' });
    expect(stuck.alerts).toMatchObject([
      { subject: { call, tool: 'crawl' }, since: events.timeAt(61 * SECOND) },
    ]);
    const silent = await preview({ kind: 'silent-session', filter: 'client:night*', after: '15m' });
    expect(silent.alerts).toMatchObject([{ subject: { session: 'nightly-1', client: 'nightly' } }]);
  });

  it('looks at the newest events of a day that has too many, and tells of which time they are', async () => {
    for (let n = 0; n < 20; n += 1) events.callAt(n * MINUTE, 'search', { error: 'no index' });
    for (let n = 0; n < 30; n += 1) events.callAt(HOUR + n * MINUTE, 'search');
    const rule = { kind: 'error-rate', window: '5m', minimum: 3, above: 0.5, filter: 'tool:search' };
    expect(await preview(rule)).toMatchObject({ complete: true, count: 1, highest: 1 });
    Object.assign(app.get<PreviewBounds>(PREVIEW_BOUNDS), { events: 40 });
    const { from, to, ...result } = await preview(rule);
    expect(result).toMatchObject({ complete: false, events: 40, count: 0, highest: null });
    expectBetween(from, HOUR + 9 * MINUTE, HOUR + 11 * MINUTE);
    expect(Date.parse(to)).toBeGreaterThan(Date.parse(from) + HOUR);
  });

  it('changes nothing, and is refused for a rule with faults and to operators', async () => {
    events.callAt(0, 'search', { error: 'no index' });
    await preview({ kind: 'error-rate', window: '5m', minimum: 1, above: 0 });
    expect(await admins.view()).toMatchObject({ rules: [], firing: [] });
    const refused = await admins.ask('ann', 'POST /alerts/preview', { kind: 'latency' });
    expect(refused.body['message']).toContain('"window"');
    expect((await admins.ask('ole', 'POST /alerts/preview', { kind: 'stuck-call' })).status).toBe(403);
  });
});
