import type { CrowsnestEvent } from '#contract';

import { advanceClock } from '../../../testing/advance-clock.ts';
import { done, failed, opened, SINCE, started } from '../../../testing/events.ts';
import { FakePast } from '../../../testing/fake-past.ts';
import { refusal } from '../../../testing/fake-server.ts';
import { FakeTab } from '../../../testing/fake-tab.ts';
import { replayHost } from '../host/replay-host.ts';
import type { ReplayAct, ReplayState } from '../replay-state.ts';

const { jest } = import.meta;

const START = Date.parse(SINCE);
const SECOND = 1_000;
/** Enough for the next look at the clock and a repaint. */
const A_LOOK_MS = 150;

/** Each event happened as many seconds after the start as its number says. */
const EVENTS: readonly CrowsnestEvent[] = [
  opened(1),
  started(10, 'a'),
  done(20, 'a'),
  started(30, 'b'),
  failed(40, 'b'),
];

describe('a replay', () => {
  let past: FakePast;
  let tab: FakeTab;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    past = new FakePast(EVENTS);
    tab = new FakeTab(replayHost(past.fetch, ''));
  });
  afterEach(() => {
    tab.say({ kind: 'leave' });
    jest.useRealTimers();
  });

  /** Opens the first minute, at a moment in seconds after the start. */
  async function open(at = 0): Promise<void> {
    const replay = { from: START, to: START + 60 * SECOND, at: START + at * SECOND };
    tab.say({ kind: 'watch', account: 'ann', after: null, visible: true, replay });
    await advanceClock();
  }
  async function act(command: ReplayAct): Promise<void> {
    tab.say({ kind: 'replay', act: command });
    // Long enough for the answers of the server, too short for the next event.
    await advanceClock(1);
  }
  function state(): ReplayState {
    const told = tab.heard.findLast((message) => message.kind === 'connection');
    if (told?.connection.phase !== 'replay') throw new Error('There is no replay');
    return told.connection.replay;
  }
  /** The moment that is reached, in seconds after the start. */
  const second = (): number => Math.round((state().at - START) / SECOND);

  it.each([
    { speed: 1, ms: 10_000 },
    { speed: 10, ms: 1_000 },
    { speed: 60, ms: 167 },
  ] as const)('at $speed× lets what took ten seconds take $ms ms', async ({ speed, ms }) => {
    await open();
    await act({ do: 'play', speed });
    await advanceClock(ms * 0.9);
    expect(tab.rows).toEqual(['1']);
    await advanceClock(ms * 0.1 + A_LOOK_MS);
    expect(tab.rows.slice(0, 2)).toEqual(['1', '10']);
    expect(state()).toMatchObject({ speed, pace: 'playing' });
  });

  it('goes on from its moment at another speed, and stands still while it is paused', async () => {
    await open();
    await act({ do: 'play', speed: 1 });
    await advanceClock(12 * SECOND);
    await act({ do: 'pause' });
    const reached = second();
    await advanceClock(60 * SECOND);
    expect([reached, second(), tab.calls]).toEqual([12, 12, 1]);
    await act({ do: 'play', speed: 10 });
    await advanceClock(1.9 * SECOND);
    expect(tab.rows).toEqual(['1', '10', '20', '30']);
  });

  it('goes forwards event by event, whenever the next one happened, and back', async () => {
    await open();
    await act({ do: 'step', by: 1 });
    expect([second(), state().position, state().pace]).toEqual([1, '1', 'paused']);
    await act({ do: 'step', by: 1 });
    await act({ do: 'step', by: 1 });
    expect([second(), state().position]).toEqual([20, '20']);
    await act({ do: 'step', by: -1 });
    expect([second(), state().position, state().pace]).toEqual([10, '10', 'paused']);
    await advanceClock();
    expect(tab.pictures.findLast(({ changes }) => changes.figures)?.changes.figures).toMatchObject({
      totalToolCalls: 1,
      toolCallsInFlight: 1,
    });
  });

  it('shows the state of a moment that it is sent to, and plays on from there', async () => {
    await open();
    await act({ do: 'play', speed: 1 });
    await act({ do: 'seek', to: START + 35 * SECOND });
    await advanceClock();
    expect([second(), tab.calls, state().pace]).toEqual([35, 2, 'playing']);
    await advanceClock(6 * SECOND);
    expect(state().position).toBe('40');
  });

  it('ends with the range, and begins anew when it is played again', async () => {
    await open(39);
    await act({ do: 'play', speed: 60 });
    await advanceClock(SECOND);
    expect(state()).toMatchObject({ pace: 'ended', at: START + 60 * SECOND, position: '40' });
    await act({ do: 'play', speed: 1 });
    await advanceClock();
    expect([second(), state().pace]).toEqual([0, 'playing']);
  });

  it('waits for a server that does not answer, tells why, and leaves no event out', async () => {
    past.isReachable = false;
    await open();
    expect(state()).toMatchObject({ pace: 'loading', problem: { cause: expect.any(String) as string } });
    past.isReachable = true;
    tab.say({ kind: 'retry', byHand: true });
    await advanceClock();
    expect(state()).toMatchObject({ pace: 'paused', problem: null });
    await act({ do: 'play', speed: 60 });
    await advanceClock(2 * SECOND);
    expect(tab.rows).toEqual(EVENTS.map(({ id }) => id));
  });

  it('stops where the server has nothing to show, and says what it answered', async () => {
    past.refusal = () => refusal(403);
    await open();
    expect(state()).toMatchObject({ pace: 'paused', problem: { retryAt: null } });
    expect(state().problem?.cause).toContain('Refused with 403');
    past.refusal = null;
    tab.say({ kind: 'retry', byHand: true });
    await advanceClock();
    expect(state().problem).toBeNull();
  });
});
