import { join } from 'node:path';
import type { CrowsnestEvent } from '#contract';
import { unpairedCalls } from '#testing';
import { ingest, INGEST_KEYS, INGEST_OPTION, OutsideSource } from '../support/ingest/outside-source.ts';
import { StoppedClock } from '../support/environment/stopped-clock.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { asAdmin, readAll, readSessions, readStats } from '../support/server/admin-api.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

/** Milliseconds after which the sources of these suites count as silent. */
const SILENT_MS = 400;

async function eventsOf(origin: string): Promise<CrowsnestEvent[]> {
  const events = await readAll(origin, '0');
  return events.filter(({ type }) => /^(session|tool):/.test(type));
}

async function typesOf(origin: string): Promise<string[]> {
  return (await eventsOf(origin)).map(({ type }) => type);
}

describe('events of an observer outside', () => {
  let running: TestApplication;
  let origin: string;

  beforeEach(async () => {
    running = await startApplication([], { ingest: INGEST_OPTION });
    ({ origin } = running);
  });

  afterEach(() => running.app.close());

  it('are told with the tenant of the key, their source and their own time', async () => {
    const source = new OutsideSource('orders.1');
    const at = new Date(Date.now() - 3_600_000).toISOString();
    const early = source.event('session:open', openData(), 's1', at);
    const { status, body } = await ingest(origin, source.body(early, source.start('c1'), source.done('c1')));
    expect({ status, body }).toEqual({ status: 202, body: { accepted: 3, duplicate: 0, rejected: [] } });

    const events = await eventsOf(origin);
    expect(events).toMatchObject([
      { type: 'session:open', tenantId: 'acme', timestamp: at, data: { source: 'orders.1', seq: 1 } },
      { type: 'tool:start', tenantId: 'acme', data: { tool: 'search', source: 'orders.1', seq: 2 } },
      { type: 'tool:done', tenantId: 'acme', data: { durationMs: 12.5, source: 'orders.1', seq: 3 } },
    ]);
    expect(new Set(events.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(await readStats(origin)).toMatchObject({
      activeSessions: 1,
      totalToolCalls: 1,
      toolCallsInFlight: 0,
    });
    expect(await readSessions(origin)).toMatchObject([{ source: 'orders.1', calls: 1, state: 'open' }]);
  });

  it('are taken once, however often and in whatever parts they are sent', async () => {
    const source = new OutsideSource('orders.1');
    const all = [source.open(), source.start('c1'), source.done('c1'), source.start('c2'), source.done('c2')];
    await ingest(origin, source.body(...all.slice(0, 3)));
    const again = await ingest(origin, source.body(...all.toReversed()));
    expect(again.body).toEqual({ accepted: 2, duplicate: 3, rejected: [] });
    const together = await Promise.all(Array.from({ length: 5 }, () => ingest(origin, source.body(...all))));
    expect(together.map(({ body }) => body.duplicate)).toEqual([5, 5, 5, 5, 5]);
    expect(await typesOf(origin)).toHaveLength(5);
  });

  it('are rejected one by one, by their number, with what is wrong', async () => {
    const source = new OutsideSource('orders.1');
    const { body } = await ingest(origin, {
      source: 'orders.1',
      events: [
        source.open(),
        source.event('tool:start', { callId: 'c1' }),
        source.event('admin:export' as 'tool:start', {}),
        { ...source.start('c2'), timestamp: 'today' },
        source.start('c3', 'unknown'),
        source.done('c4'),
        source.event('tool:error', { callId: 'c5', tool: 'x', durationMs: -1, error: 'x', kind: 'tool' }),
        source.open(),
        { seq: 9 },
        source.start('c9'),
      ].map((event, index) => ({ ...event, seq: index + 1 })),
    });
    expect(body).toEqual({
      accepted: 2,
      duplicate: 0,
      rejected: [
        { seq: 2, message: 'data.tool is not text' },
        { seq: 3, message: expect.stringContaining('type (admin:export) is none of session:open') },
        { seq: 4, message: 'timestamp is not a time such as 2026-01-31T12:00:00.000Z' },
        { seq: 5, message: 'the session is not open: send its session:open first' },
        { seq: 6, message: expect.stringContaining('the call is not in flight') },
        { seq: 7, message: 'data.durationMs is less than 0' },
        { seq: 8, message: 'the session is open already' },
        { seq: 9, message: expect.stringContaining('type (undefined) is none of') },
      ],
    });
    expect(await typesOf(origin)).toEqual(['session:open', 'tool:start']);
  });

  it('are rejected with what is wrong when a value has no text or is nested too deep, and the others are taken', async () => {
    const source = new OutsideSource('orders.1');
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const nested = (event: object): string => JSON.stringify(event).replace('"DEEP"', deep);
    const events = [
      JSON.stringify(source.open()),
      JSON.stringify({ ...source.start('c1'), type: { toString: 1 } }),
      nested({ ...source.start('c2'), type: 'DEEP' }),
      nested(source.event('tool:start', { callId: 'c3', tool: 'x', arguments: 'DEEP' })),
      JSON.stringify(source.start('c4')),
      nested(source.event('tool:done', { callId: 'c4', tool: 'x', durationMs: 1, result: 'DEEP' })),
      JSON.stringify(source.done('c4')),
    ];
    const { status, body } = await ingest(origin, `{"source":"orders.1","events":[${events.join(',')}]}`);
    expect(status).toBe(202);
    expect(body).toEqual({
      accepted: 3,
      duplicate: 0,
      rejected: [
        { seq: 2, message: expect.stringContaining('type (object) is none of') },
        { seq: 3, message: expect.stringContaining('type (object) is none of') },
        { seq: 4, message: 'data.arguments is nested deeper than 256 levels' },
        { seq: 6, message: 'data.result is nested deeper than 256 levels' },
      ],
    });
  });

  it('are told with a time and a duration that everything can count with, or rejected', async () => {
    const source = new OutsideSource('orders.1');
    const { body } = await ingest(
      origin,
      source.body(
        source.event('session:open', openData(), 's1', '0001-01-01T00:00:00Z'),
        source.event('session:expired', { reason: 'idle', idleMs: Number.MAX_SAFE_INTEGER, calls: 0 }),
        source.start('c1'),
        source.event('tool:done', { callId: 'c1', tool: 'search', durationMs: 1e308 }),
        source.done('c1'),
        source.event('session:expired', { reason: 'idle', idleMs: 1e12, calls: 1 }),
      ),
    );
    expect(body.rejected).toEqual([
      { seq: 2, message: 'data.idleMs is more than 1000000000000' },
      { seq: 4, message: 'data.durationMs is more than 1000000000000' },
    ]);
    expect(body.accepted).toBe(4);
    const byTime = await asAdmin(origin, '/sessions?sort=-lastSeen');
    expect(byTime.status).toBe(200);
  });

  it('cannot name the sessions and calls of another source or tenant', async () => {
    const [one, other] = [new OutsideSource('one'), new OutsideSource('other')];
    const foreign = new OutsideSource('one');
    await ingest(origin, one.body(one.open(), one.start('c1')));
    const [opened] = await readSessions(origin);
    const attempts = [
      await ingest(origin, other.body(other.open(), other.done('c1'))),
      await ingest(origin, other.body(other.done('c1', opened?.sessionId))),
      await ingest(origin, foreign.body(foreign.open(), foreign.done('c1')), INGEST_KEYS.globex),
    ];
    expect(attempts.map(({ body }) => body.rejected.length)).toEqual([1, 1, 1]);
    const sessions = await readSessions(origin);
    expect(new Set(sessions.map((session) => session.sessionId)).size).toBe(3);
    expect(sessions.map(({ tenantId, source }) => `${tenantId} ${source}`).toSorted()).toEqual([
      'acme one',
      'acme other',
      'globex one',
    ]);
    expect(await readStats(origin)).toMatchObject({ toolCallsInFlight: 1 });
  });

  it('cannot be ended by an admin, who is told why', async () => {
    const source = new OutsideSource('orders.1');
    await ingest(origin, source.body(source.open(), source.start('c1')));
    const { inFlight } = await readStats(origin);
    const end = await asAdmin(origin, `/sessions/${encodeURIComponent(inFlight[0]?.sessionId ?? '')}`, {
      method: 'DELETE',
    });
    const cancel = await asAdmin(origin, `/calls/${encodeURIComponent(inFlight[0]?.callId ?? '')}/cancel`, {
      method: 'POST',
    });
    for (const response of [end, cancel]) {
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({ error: 'OBSERVED_OUTSIDE' });
    }
  });

  it('are held to limits, and a body that cannot be read is explained', async () => {
    const source = new OutsideSource('orders.1');
    const tooMany = Array.from({ length: 1_001 }, () => source.start('c'));
    const bad: [unknown, string][] = [
      ['{', 'is not JSON'],
      [[], 'is not a JSON object'],
      [{ events: [] }, 'has source, which is missing, or not text'],
      [{ source: 'a b', events: [] }, 'has source, which is not 1 to 100 of'],
      [{ source: 'a' }, 'has events, which is missing, or not a list'],
      [{ source: 'a', events: tooMany }, 'has events, which has more than 1000 events'],
      [{ source: 'a', events: [{ type: 'tool:start' }] }, 'needs a "seq" that is a whole number'],
    ];
    for (const [body, problem] of bad) {
      const answer = await ingest(origin, body);
      expect(answer).toMatchObject({ status: 400, body: { error: 'BAD_BODY' } });
      expect(answer.body.message).toContain(problem);
    }
    const large = await ingest(origin, { source: 'a', events: [], padding: 'x'.repeat(4 * 1024 * 1024) });
    expect(large.status).toBe(413);
  });

  it('need a key of their own, and wrong keys are limited', async () => {
    const body = { source: 'a', events: [] };
    expect((await ingest(origin, body)).status).toBe(202);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt += 1)
      statuses.push((await ingest(origin, body, 'a-key-of-nobody-at-all')).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    // A right key that was right from there before goes on.
    expect((await ingest(origin, body)).status).toBe(202);
  });

  it('leave out payloads and secrets as our own events do', async () => {
    const source = new OutsideSource('orders.1');
    const open = source.open();
    const start = source.event('tool:start', {
      callId: 'c1',
      tool: 'search with Bearer abcdefghij123456',
      arguments: { password: 'hunter2' },
    });
    await ingest(origin, source.body(open, start));
    const text = JSON.stringify(await eventsOf(origin));
    expect(text).toContain('[redacted]');
    for (const secret of ['hunter2', 'abcdefghij123456', '"arguments"']) expect(text).not.toContain(secret);
  });
});

describe('payloads of observers outside', () => {
  it('are redacted where payloads are recorded', async () => {
    const { app, origin } = await startApplication([], {
      ingest: INGEST_OPTION,
      tools: { payloads: { mode: 'redacted' } },
    });
    try {
      const source = new OutsideSource('orders.1');
      const data = { callId: 'c1', tool: 'search', arguments: { city: 'Oslo', password: 'hunter2' } };
      await ingest(origin, source.body(source.open(), source.event('tool:start', data)));
      const start = (await eventsOf(origin)).find(({ type }) => type === 'tool:start');
      expect(start?.data).toMatchObject({ arguments: { city: 'Oslo', password: '[redacted]' } });
    } finally {
      await app.close();
    }
  });
});

describe('a source outside that is silent', () => {
  let clock: StoppedClock;

  beforeEach(() => {
    clock = new StoppedClock();
  });
  afterEach(() => clock.restore());

  it('has its calls end and its sessions expire, and goes on where it was when it is heard again', async () => {
    const { app, origin } = await startApplication([], { ingest: { ...INGEST_OPTION, silentMs: SILENT_MS } });
    try {
      const source = new OutsideSource('orders.1');
      await ingest(origin, source.body(source.open(), source.start('c1')));
      clock.advance(SILENT_MS);
      const expired = await waitUntil(
        async () => (await eventsOf(origin)).find(({ type }) => type === 'session:expired'),
        { reason: 'the session has expired' },
      );
      expect(expired?.data).toMatchObject({ reason: 'instance-lost', calls: 1, source: 'orders.1' });
      const lost = (await eventsOf(origin)).find(({ type }) => type === 'tool:error');
      expect(lost?.data).toMatchObject({ kind: 'cancelled', code: 'instance-lost', tool: 'search' });

      const { body } = await ingest(
        origin,
        source.body(source.done('c1'), source.start('c2'), source.done('c2')),
      );
      expect(body).toMatchObject({ accepted: 2, rejected: [{ seq: 3 }] });
      const events = await eventsOf(origin);
      expect(events.map(({ type }) => type)).toEqual([
        'session:open',
        'tool:start',
        'tool:error',
        'session:expired',
        'session:open',
        'tool:start',
        'tool:done',
      ]);
      expect(new Set(events.map(({ sessionId }) => sessionId)).size).toBe(1);
      expect(unpairedCalls(events)).toEqual([]);
    } finally {
      await app.close();
    }
  });

  it('stays alive by requests without events', async () => {
    const { app, origin } = await startApplication([], { ingest: { ...INGEST_OPTION, silentMs: SILENT_MS } });
    try {
      const [alive, silent] = [new OutsideSource('alive'), new OutsideSource('silent')];
      await ingest(origin, alive.body(alive.open()));
      await ingest(origin, silent.body(silent.open()));
      clock.advance(SILENT_MS / 2);
      await ingest(origin, alive.body());
      clock.advance(SILENT_MS / 2);
      const states = async () =>
        (await readSessions(origin)).map(({ source, state }) => `${source} ${state}`).toSorted();
      await waitUntil(async () => (await states()).includes('silent expired'), {
        reason: 'the silent one has expired',
      });
      expect(await states()).toEqual(['alive open', 'silent expired']);
    } finally {
      await app.close();
    }
  });
});

describe('a source outside, over a restart of Crowsnest', () => {
  it('goes on in its open session, and its events are known', async () => {
    const log = `sqlite:${join(await temporaryFolder(), 'events.db')}` as const;
    const source = new OutsideSource('orders.1');
    const first = [source.open(), source.start('c1')];
    const before = await startApplication([], { events: { log }, ingest: INGEST_OPTION });
    await ingest(before.origin, source.body(...first));
    await before.app.close();

    const after = await startApplication([], { events: { log }, ingest: INGEST_OPTION });
    try {
      const { body } = await ingest(after.origin, source.body(...first, source.done('c1')));
      expect(body).toEqual({ accepted: 1, duplicate: 2, rejected: [] });
      expect(await typesOf(after.origin)).toEqual(['session:open', 'tool:start', 'tool:done']);
    } finally {
      await after.app.close();
    }
  });

  it('has what it left open ended if it is not heard any more', async () => {
    const log = `sqlite:${join(await temporaryFolder(), 'events.db')}` as const;
    const source = new OutsideSource('orders.1');
    const before = await startApplication([], { events: { log }, ingest: INGEST_OPTION });
    await ingest(before.origin, source.body(source.open(), source.start('c1')));
    await before.app.close();

    const options = { events: { log }, ingest: { ...INGEST_OPTION, silentMs: SILENT_MS } };
    const { app, origin } = await startApplication([], options);
    try {
      await waitUntil(async () => (await typesOf(origin)).includes('session:expired'), {
        reason: 'the session has expired',
      });
      expect(await readStats(origin)).toMatchObject({
        activeSessions: 0,
        toolCallsInFlight: 0,
        errorCount: 1,
      });
    } finally {
      await app.close();
    }
  });
});

function openData(): object {
  return { origin: 'protocol', client: { name: 'desk', version: '1.0' }, protocolVersion: '2025-11-25' };
}
