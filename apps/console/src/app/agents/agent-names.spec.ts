import { TestBed } from '@angular/core/testing';

import { advanceClock } from '../../testing/advance-clock.ts';
import { done, gapFrame, hello, listOf, opened, session, snapshot } from '../../testing/events.ts';
import { FakeServer, json, unreachable } from '../../testing/fake-server.ts';
import { StoreFeeder } from '../../testing/store-feeder.ts';
import { FETCH } from '../api/fetch.ts';
import { LiveStore } from '../picture/live-store.ts';
import { AgentNames } from './agent-names.ts';

const { jest } = import.meta;

describe('AgentNames', () => {
  let server: FakeServer;
  let feeder: StoreFeeder;
  let names: (...ids: string[]) => string[];

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer();
    TestBed.configureTestingModule({ providers: [{ provide: FETCH, useValue: server.fetch }] });
    feeder = new StoreFeeder(TestBed.inject(LiveStore));
    const agents = TestBed.inject(AgentNames);
    names = (...ids) => ids.map((id) => agents.nameOf(id));
  });
  afterEach(() => void jest.useRealTimers());

  /** The filter of each request, by its route. */
  const asked = (): string[] =>
    server.urls.map((url) => {
      const { pathname, searchParams } = new URL(url, 'http://localhost');
      return `${pathname} ${searchParams.get('filter')}`;
    });

  it('waits for the first list of sessions, which may contain the agent', async () => {
    feeder.accept({ kind: 'hello', hello: hello([done(2, 'a')]), resumed: false });
    expect(names('session-1')).toEqual(['…']);
    await advanceClock(1_000);
    expect(server.urls).toEqual([]);
    feeder.takeSessions(listOf([session()]));
    expect(names('session-1')).toEqual(['weather-agent']);
  });

  it('remembers agents that the picture has forgotten at a gap', async () => {
    feeder.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    feeder.takeSessions(listOf([session()]));
    expect(names('session-1')).toEqual(['weather-agent']);
    feeder.accept({ kind: 'gap', gap: gapFrame(1, 9, snapshot()) });
    feeder.takeSessions(listOf([], 9));
    expect(names('session-1')).toEqual(['weather-agent']);
    await advanceClock(1_000);
    expect(server.urls).toEqual([]);
  });

  it('requests all unknown sessions at once, first from the list of sessions, then from the log', async () => {
    feeder.accept({ kind: 'hello', hello: hello([done(2, 'a')]), resumed: false });
    feeder.takeSessions(listOf([]));
    server.answer('GET /sessions', () =>
      json(listOf([session({ sessionId: 'old', client: { name: 'planner', version: '2' } })])),
    );
    server.answer('GET /history', () => json({ events: [opened(1, 'older', 'researcher')] }));
    expect(names('old', 'older', 'never', '')).toEqual(['…', '…', '…', '']);
    await advanceClock(1_000);
    expect(names('old', 'older', 'never')).toEqual(['planner', 'researcher', 'unknown agent']);
    await advanceClock(60_000);
    expect(asked()).toEqual([
      '/sessions session:old,older,never',
      '/history session:older,never type:session:open',
    ]);
  });

  it('repeats a failed request', async () => {
    feeder.accept({ kind: 'hello', hello: hello([done(2, 'a')]), resumed: false });
    feeder.takeSessions(listOf([]));
    server.answer('GET /sessions', unreachable);
    names('old');
    await advanceClock(1_000);
    server.answer('GET /sessions', () => json(listOf([session({ sessionId: 'old' })])));
    expect(names('old')).toEqual(['…']);
    await advanceClock(10_000);
    expect(names('old')).toEqual(['weather-agent']);
  });
});
