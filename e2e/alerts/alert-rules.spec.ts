import type { INestApplication } from '@nestjs/common';
import { ALERT_RULES } from '#alerts';
import type { EventOf } from '#contract';
import { collectEvents, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { StampedEvents } from '../support/alerts/stamped-events.ts';
import { startApplication } from '../support/server/test-application.ts';

const PATIENT = { timeoutMs: 60_000 };
const MINUTE = 60_000;

describe('the rules of alerts', () => {
  let app: INestApplication;
  let events: StampedEvents;
  let told: EventCollection;

  async function start(...rules: object[]): Promise<void> {
    ({ app } = await startApplication([], { alerts: { rules: ALERT_RULES.parse(rules) } }));
    events = new StampedEvents(app);
    told = collectEvents(app);
  }

  const firing = async (): Promise<EventOf<'alert:firing'>> => awaitEvent(told, 'alert:firing', PATIENT);
  const resolved = async (): Promise<EventOf<'alert:resolved'>> =>
    awaitEvent(told, 'alert:resolved', PATIENT);

  afterEach(() => app.close());

  it('raise an alert once the error rate of the selected calls is too high, and end it when it falls', async () => {
    await start({
      name: 'search fails',
      kind: 'error-rate',
      severity: 'critical',
      filter: 'tool:search*',
      window: '5m',
      minimum: 4,
      above: 0.5,
      for: '1m',
    });
    for (let n = 0; n < 9; n += 1) events.callAt(1_000 + n, 'weather');
    for (let n = 0; n < 3; n += 1) events.callAt(2_000 + n, 'search', { error: 'no index' });
    events.callAt(3_000, 'search');
    events.passAt(5_000);
    events.passAt(64_000);
    events.callAt(80_000, 'search');
    events.passAt(90_000);
    const { data, id } = await firing();
    expect(data).toMatchObject({
      rule: 'search fails',
      kind: 'error-rate',
      severity: 'critical',
      value: 0.6,
      threshold: 0.5,
      filter: 'tool:search*',
    });
    expect(Date.parse(data.since)).toBeLessThanOrEqual(Date.parse(events.timeAt(5_000)));
    events.passAt(10 * MINUTE);
    expect((await resolved()).data).toMatchObject({ firing: id, rule: 'search fails', reason: 'recovered' });
    expect(told.all('alert:firing')).toHaveLength(1);
  });

  it('stay silent below the minimum of calls, and while the condition has not held for long enough', async () => {
    await start(
      { name: 'few', kind: 'error-rate', window: '5m', minimum: 8, above: 0 },
      { name: 'short', kind: 'error-rate', window: '5m', minimum: 1, above: 0, for: '1h' },
      { name: 'slow', kind: 'latency', window: '5m', minimum: 2, percentile: 50, above: '1s' },
    );
    for (let n = 0; n < 4; n += 1) events.callAt(1_000 + n, 'search', { error: 'no index' });
    for (let n = 0; n < 3; n += 1) events.callAt(2_000 + n, 'search', { durationMs: 1_500 });
    events.passAt(60_000);
    const { data } = await firing();
    expect(data).toMatchObject({ rule: 'slow', severity: 'warning', threshold: 1_000 });
    expect(data.value).toBeCloseTo(1_500, -2);
    expect(told.all('alert:firing')).toHaveLength(1);
  });

  it('name the call that is stuck, until it ends', async () => {
    await start({ name: 'stuck', kind: 'stuck-call', filter: 'tool:crawl' });
    const call = events.startAt(0, 'crawl');
    events.startAt(0, 'weather');
    events.passAt(2 * MINUTE);
    const { data } = await firing();
    expect(data).toMatchObject({ threshold: MINUTE, subject: { call, tool: 'crawl', sessionId: 's-1' } });
    expect(data.since).toBe(events.timeAt(MINUTE));
    const end = { callId: call, tool: 'crawl', durationMs: 2 * MINUTE };
    events.publishAt(2 * MINUTE, { type: 'tool:done', sessionId: 's-1', tenantId: 'acme', data: end });
    expect((await resolved()).data.subject).toMatchObject({ call });
    expect(told.all('alert:firing')).toHaveLength(1);
  });

  it('name the session that is silent, and not the one that waits for an answer', async () => {
    await start({ name: 'quiet', kind: 'silent-session', filter: 'client:night*', after: '5m' });
    events.openAt(0, 'waiting', 'nightly');
    events.startAt(0, 'crawl', 'waiting');
    events.openAt(0, 'silent', 'nightly');
    events.openAt(0, 'another', 'cursor');
    events.passAt(6 * MINUTE);
    const { data } = await firing();
    expect(data.subject).toEqual({
      kind: 'session',
      session: 'silent',
      client: 'nightly',
      tenantId: 'acme',
    });
    events.startAt(6 * MINUTE, 'crawl', 'silent');
    expect((await resolved()).data.subject).toMatchObject({ session: 'silent' });
    expect(told.all('alert:firing')).toHaveLength(1);
  });

  it('tell that an agent sends nothing any more', async () => {
    await start({ name: 'nobody', kind: 'silent-agent', filter: 'tenant:acme', after: '10m' });
    events.callAt(0, 'search');
    events.passAt(11 * MINUTE);
    expect((await firing()).data).toMatchObject({ rule: 'nobody', threshold: 10 * MINUTE });
    events.callAt(12 * MINUTE, 'search');
    expect((await resolved()).data.reason).toBe('recovered');
  });

  it('name each tool of the filter whose definition has changed, for as long as the window', async () => {
    await start({ name: 'changed', kind: 'tools-changed', filter: 'tool:pay*', window: '5m' });
    const changed = ['list', 'pay_all'].map((tool) => ({ tool, before: 'a', after: 'b', differences: [] }));
    const data = { added: ['pay_one'], removed: [], changed, definitions: [] };
    events.publishAt(0, { type: 'tools:changed', sessionId: '', tenantId: '', data });
    expect((await firing()).data).toMatchObject({ rule: 'changed', subject: { tool: 'pay_all' } });
    events.passAt(6 * MINUTE);
    expect((await resolved()).data.reason).toBe('recovered');
    expect(told.all('alert:firing')).toHaveLength(1);
  });

  it('tell of an upstream server that has failed, until it works again, and not of one that the filter leaves out', async () => {
    await start({ name: 'down', kind: 'upstream-down', filter: 'upstream:wiki', for: '1m' });
    const server = { sessionId: '', tenantId: '' };
    const fail = (ms: number, upstream: string): void => {
      const data = { upstream, reason: 'EXITED', message: 'It has ended.', exitCode: 1 } as const;
      events.publishAt(ms, { ...server, type: 'upstream:down', data });
    };
    fail(0, 'wiki');
    fail(0, 'shop');
    fail(MINUTE, 'wiki');
    events.passAt(2 * MINUTE);
    const { data } = await firing();
    expect(data).toMatchObject({ rule: 'down', subject: { upstream: 'wiki' }, since: events.timeAt(0) });
    events.publishAt(2 * MINUTE, { ...server, type: 'upstream:up', data: { upstream: 'wiki' } });
    expect((await resolved()).data.subject).toEqual({ kind: 'upstream', upstream: 'wiki' });
    expect(told.all('alert:firing')).toHaveLength(1);
  });

  it('tell of an upstream server until it works in all instances again, or those have gone in which it does not', async () => {
    await start(
      { name: 'down', kind: 'upstream-down', filter: 'upstream:wiki' },
      { name: 'lost', kind: 'instance-lost', window: '1h' },
    );
    const server = { sessionId: '', tenantId: '' };
    const fail = (ms: number, instance: string): void => {
      const data = { upstream: 'wiki', instance, reason: 'EXITED', message: 'It has ended.' } as const;
      events.publishAt(ms, { ...server, type: 'upstream:down', data });
    };
    const work = (ms: number, instance: string): void =>
      events.publishAt(ms, { ...server, type: 'upstream:up', data: { upstream: 'wiki', instance } });
    const lose = (ms: number, instance: string): void => {
      const data = { instance, reason: 'lost' } as const;
      events.publishAt(ms, { ...server, type: 'instance:down', data });
    };
    fail(0, 'web-1');
    fail(1_000, 'web-2');
    await firing();
    work(2_000, 'web-1');
    work(3_000, 'web-3');
    lose(MINUTE, 'web-3');
    await awaitEvent(told, 'alert:firing', { ...PATIENT, where: ({ data }) => data.rule === 'lost' });
    expect(told.all('alert:resolved')).toEqual([]);
    lose(2 * MINUTE, 'web-2');
    expect((await resolved()).data).toMatchObject({ rule: 'down', reason: 'recovered' });
  });

  it('tell of an outage of the log, of an instance that is lost, and of a limit that is exceeded', async () => {
    await start(
      { name: 'limits', kind: 'quota', window: '5m' },
      { name: 'log', kind: 'log-degraded' },
      { name: 'lost', kind: 'instance-lost', window: '5m' },
    );
    const server = { sessionId: '', tenantId: '' };
    events.publishAt(0, { ...server, type: 'log:degraded', data: { error: 'disk full' } });
    await firing();
    events.publishAt(1, { ...server, type: 'log:recovered', data: { durationMs: 1, lost: 0 } });
    expect((await resolved()).data.rule).toBe('log');
    const down = { instance: 'b-1', reason: 'lost' } as const;
    events.publishAt(2, { ...server, type: 'instance:down', data: down });
    const lost = await awaitEvent(told, 'alert:firing', {
      ...PATIENT,
      where: ({ data }) => data.rule === 'lost',
    });
    expect(lost.data.subject).toEqual({ kind: 'instance', instance: 'b-1' });
    const limit = {
      scope: 'agent',
      name: 'desk',
      limit: 'callsAtOnce',
      value: 21,
      max: 20,
      refused: 1,
    } as const;
    events.publishAt(3, { type: 'quota:exceeded', sessionId: '', tenantId: 'acme', data: limit });
    const where = ({ data }: EventOf<'alert:firing'>): boolean => data.rule === 'limits';
    expect((await awaitEvent(told, 'alert:firing', { ...PATIENT, where })).data).toMatchObject({
      value: 21,
      threshold: 20,
      subject: { limit: 'callsAtOnce', scope: 'agent', name: 'desk' },
    });
  });
});
