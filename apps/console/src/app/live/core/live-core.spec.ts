import { advanceClock } from '../../../testing/advance-clock.ts';
import { done, event, hello, id, listOf, opened, session, started } from '../../../testing/events.ts';
import { FakeServer, json, refusal, unreachable } from '../../../testing/fake-server.ts';
import { FakeTab } from '../../../testing/fake-tab.ts';
import { liveHost } from '../host/live-host.ts';
import type { LiveCore } from './live-core.ts';

const { jest } = import.meta;

describe('LiveCore', () => {
  let server: FakeServer;
  let core: LiveCore;
  let tab: FakeTab;
  let other: FakeTab;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    server = new FakeServer();
    server.answer('GET /sessions', () => json(listOf([])));
    core = liveHost(server.fetch, '');
    tab = new FakeTab(core);
    other = new FakeTab(core);
  });
  afterEach(() => {
    for (const one of [tab, other]) one.say({ kind: 'leave' });
    jest.useRealTimers();
  });

  async function openBoth(): Promise<void> {
    tab.watch('ann');
    other.watch('ann');
    await advanceClock(0);
    server.latest.hello(hello([opened(1)]));
    await advanceClock();
  }
  const inFlight = (): number | undefined =>
    tab.pictures.findLast(({ changes }) => changes.figures)?.changes.figures?.toolCallsInFlight;
  const asked = (route: string): number =>
    server.requests.filter((request) => request.route === route).length;

  it('serves all tabs with one connection', async () => {
    await openBoth();
    server.latest.events(started(2, 'a'));
    await advanceClock();
    expect(server.connections).toHaveLength(1);
    for (const one of [tab, other]) {
      expect(one.phase).toBe('live');
      expect(one.rows).toEqual(['1', '2']);
      expect(one.calls).toBe(1);
    }
  });

  it('sends the whole picture to a tab that opens later', async () => {
    await openBoth();
    const late = new FakeTab(core);
    late.watch('ann');
    await advanceClock();
    expect(late.pictures[0]).toMatchObject({ whole: true, changes: { figures: { activeSessions: 1 } } });
    expect(late.rows).toEqual(['1']);
    late.say({ kind: 'leave' });
  });

  it('sends a tab at most 15 pictures a second, however many events arrive', async () => {
    await openBoth();
    const before = tab.pictures.length;
    for (let number = 2; number < 1002; number += 1) {
      server.latest.events(started(number, `call-${number}`));
      await advanceClock(1);
    }
    const pictures = tab.pictures.length - before;
    expect(pictures).toBeGreaterThan(10);
    expect(pictures).toBeLessThanOrEqual(16);
    await advanceClock();
    expect(tab.calls).toBe(1000);
  });

  it('counts 5,000 calls that end at once, in few pictures', async () => {
    await openBoth();
    const numbers = Array.from({ length: 5_000 }, (_, number) => number);
    server.latest.events(...numbers.map((number) => started(2 + number, `call-${number}`)));
    await advanceClock();
    expect(inFlight()).toBe(5_000);
    const before = tab.pictures.length;
    server.latest.events(...numbers.map((number) => done(5_002 + number, `call-${number}`)));
    await advanceClock();
    expect([tab.calls, inFlight()]).toEqual([5_000, 0]);
    expect(tab.pictures.length - before).toBeLessThanOrEqual(10);
  });

  it('tells every tab that the connection is lost as soon as it is', async () => {
    await openBoth();
    server.latest.break();
    await advanceClock(0);
    expect([tab.phase, other.phase]).toEqual(['waiting', 'waiting']);
  });

  it('sends a tab the next picture only when it has acknowledged the last one', async () => {
    await openBoth();
    tab.isAlive = false;
    for (let number = 2; number < 12; number += 1) {
      server.latest.events(started(number, `call-${number}`));
      await advanceClock();
    }
    expect(tab.calls).toBe(1);
    tab.isAlive = true;
    tab.say({ kind: 'taken', number: tab.pictures.at(-1)?.number ?? 0, restMs: 0 });
    await advanceClock();
    expect(tab.calls).toBe(10);
    expect(tab.rows).toHaveLength(11);
  });

  it('waits for as long as a tab asks', async () => {
    await openBoth();
    tab.isAlive = false;
    server.latest.events(started(2, 'a'));
    await advanceClock();
    tab.say({ kind: 'taken', number: tab.pictures.at(-1)?.number ?? 0, restMs: 3_000 });
    tab.isAlive = true;
    server.latest.events(started(3, 'b'));
    await advanceClock(2_900);
    expect(tab.calls).toBe(1);
    await advanceClock(200);
    expect(tab.calls).toBe(2);
  });

  it('sends a hidden tab few pictures, and all that it missed once it is seen', async () => {
    await openBoth();
    tab.say({ kind: 'visible', visible: false });
    await advanceClock(2_000);
    const before = tab.pictures.length;
    for (let number = 2; number < 102; number += 1) {
      server.latest.events(started(number, `call-${number}`));
      await advanceClock(100);
    }
    expect(tab.pictures.length - before).toBeLessThanOrEqual(6);
    server.latest.events(started(102, 'last'));
    tab.say({ kind: 'visible', visible: true });
    await advanceClock(100);
    expect(tab.calls).toBe(101);
    expect(tab.rows).toHaveLength(102);
  });

  it('forgets a tab that acknowledges nothing, and disconnects with the last tab', async () => {
    await openBoth();
    other.say({ kind: 'leave' });
    tab.isAlive = false;
    for (let beat = 0; beat < 12; beat += 1) {
      server.latest.send(': heartbeat\n\n');
      await advanceClock(10_000);
    }
    const heard = tab.heard.length;
    tab.watch('ann');
    await advanceClock(0);
    expect(server.connections).toHaveLength(2);
    expect(tab.heard.length).toBeGreaterThan(heard);
  });

  it('sends a keep-alive message to a tab without news', async () => {
    await openBoth();
    const before = tab.pictures.length;
    for (let beat = 0; beat < 6; beat += 1) {
      server.latest.send(': heartbeat\n\n');
      await advanceClock(10_000);
    }
    expect(tab.pictures.length).toBeGreaterThan(before);
    expect(tab.pictures.slice(before).every(({ changes }) => Object.keys(changes).length === 0)).toBe(true);
  });

  it('asks a tab that it does not know to introduce itself', () => {
    tab.say({ kind: 'taken', number: 7, restMs: 0 });
    expect(tab.heard).toEqual([{ kind: 'introduce' }]);
  });

  describe('when the account changes', () => {
    beforeEach(async () => {
      await openBoth();
      other.heard.length = 0;
      tab.watch('bob');
      await advanceClock(0);
    });

    it('notifies the other tabs, and sends them no data of the new account', async () => {
      server.latest.hello(hello([opened(5, 'secret')]));
      await advanceClock();
      expect(other.heard).toEqual([{ kind: 'other-account' }]);
      expect(tab.rows).toContain('5');
    });

    it('starts from a snapshot on a new connection', async () => {
      expect(server.connections).toHaveLength(2);
      expect(server.latest.lastEventId).toBeNull();
      server.latest.hello(hello([opened(5)]));
      await advanceClock();
      const begun = tab.pictures.findLast(({ whole }) => whole);
      expect(begun?.changes.rows?.items.map(({ key }) => key)).toEqual(['5']);
    });

    it('serves another tab again once it watches as the new account', async () => {
      server.latest.hello(hello([opened(5)]));
      other.watch('bob');
      await advanceClock();
      expect(other.rows).toEqual(['5']);
      expect(server.connections).toHaveLength(2);
    });
  });

  it('notifies all tabs when the server rejects the cookie', async () => {
    await openBoth();
    server.answer('GET /events', () => refusal(401));
    server.latest.end();
    await advanceClock(3000);
    expect([tab.phase, other.phase]).toEqual(['signed-out', 'signed-out']);
  });

  describe('that replaces a host that has gone', () => {
    it('resumes after the oldest position of the tabs, and sends each tab the events that it lacks', async () => {
      tab.watch('ann', id(7));
      other.watch('ann', id(5), false);
      await advanceClock(300);
      expect(server.connections).toHaveLength(1);
      expect(server.latest.lastEventId).toBe('5');
      const all = [opened(1), ...[2, 3, 4, 5, 6, 7, 8].map((number) => started(number, `call-${number}`))];
      server.latest.hello(hello(all));
      server.latest.events(...all.slice(5));
      await advanceClock();
      server.latest.events(started(9, 'live'));
      await advanceClock(2_000);
      expect(tab.rows).toEqual(['8', '9']);
      expect(other.rows).toEqual(['6', '7', '8', '9']);
      expect([tab.calls, other.calls]).toEqual([8, 8]);
    });

    it('serves a tab that opens meanwhile with the same connection', async () => {
      tab.watch('ann', id(7));
      other.watch('ann');
      await advanceClock(300);
      expect(server.connections).toHaveLength(1);
      server.latest.hello(hello([opened(1)]));
      await advanceClock();
      expect(other.phase).toBe('live');
      expect(other.pictures[0]).toMatchObject({ whole: true });
    });
  });

  describe('the list of sessions', () => {
    it('is requested again after a failed request, which the tabs are told about', async () => {
      server.answer('GET /sessions', unreachable);
      await openBoth();
      expect(tab.listProblem).toBe('The server cannot be reached.');
      server.latest.events(opened(2, 'late'));
      await advanceClock();
      expect(tab.sessions.map(({ sessionId }) => sessionId)).toEqual(['late']);
      server.answer('GET /sessions', () => json(listOf([session(), session({ sessionId: 'late' })], 2)));
      await advanceClock(2_000);
      expect(tab.listProblem).toBeNull();
      expect(tab.sessions.map(({ sessionId }) => sessionId)).toContain('session-1');
    });

    it('does not repeat a failed request in a loop', async () => {
      server.answer('GET /sessions', () => refusal(503, { 'retry-after': '0' }));
      await openBoth();
      await advanceClock(30_000);
      expect(asked('GET /sessions')).toBeLessThan(15);
    });

    it('of one account is never shown to the next', async () => {
      const late: ((answer: Response) => void)[] = [];
      server.answer('GET /sessions', () => new Promise((resolve) => late.push(resolve)));
      await openBoth();
      tab.watch('bob');
      await advanceClock(0);
      server.latest.hello(hello([opened(1)]));
      await advanceClock();
      late[0]?.(json(listOf([session({ sessionId: 'of-ann' })])));
      await advanceClock();
      expect(tab.sessions).toEqual([]);
      late[1]?.(json(listOf([session({ sessionId: 'of-bob' })])));
      await advanceClock();
      expect(tab.sessions.map(({ sessionId }) => sessionId)).toEqual(['of-bob']);
    });
  });

  describe('a whole event', () => {
    const large = event(2, 'tool:done', {
      callId: 'a',
      tool: 'search',
      durationMs: 1,
      result: { rows: ['x'.repeat(50)] },
    });
    const ask = async (number: number): Promise<unknown> => {
      tab.say({ kind: 'event', request: 1, id: id(number) });
      await advanceClock(0);
      return tab.heard.findLast((message) => message.kind === 'event');
    };

    beforeEach(async () => {
      await openBoth();
      server.latest.events(large);
      await advanceClock();
    });

    it('is sent only to tabs that ask for it', () => {
      expect(JSON.stringify(tab.heard)).not.toContain('xxx');
    });

    it('is answered without a request if the host has it', async () => {
      expect(await ask(2)).toEqual({ kind: 'event', request: 1, answer: { event: large } });
      expect(asked('GET /history')).toBe(0);
    });

    it('is read from the log if the host no longer has it', async () => {
      server.answer('GET /history', () => json({ events: [done(77, 'b')] }));
      expect(await ask(77)).toMatchObject({ answer: { event: { id: '77' } } });
      expect(server.urls.at(-1)).toBe('/history?after=76&limit=1&payloads=hidden');
    });

    it('is rejected with the reason', async () => {
      server.answer('GET /history', () => json({ events: [done(78, 'b')] }));
      expect(await ask(77)).toMatchObject({ answer: { problem: 'The log no longer has this event.' } });
      server.answer('GET /history', unreachable);
      expect(await ask(77)).toMatchObject({ answer: { problem: 'The server cannot be reached.' } });
    });
  });
});
