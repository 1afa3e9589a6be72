import type { CrowsnestEvent, SeriesPoint, UncommittedEvent } from '#contract';
import { ProjectionKeeper } from '#events';
import { knownSteps } from '../../apps/console/src/app/overview/answers/known-steps.ts';
import { SEED, seededRandom } from '../support/environment/random.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ReplayScene } from '../support/replay/replay-scene.ts';
import { randomEvents } from '../support/stats/random-events.ts';

const random = seededRandom(SEED);
/** Maximum number of events that are read ahead. */
const AHEAD = 1_000;

const byTime = (a: UncommittedEvent, b: UncommittedEvent): number => (a.timestamp < b.timestamp ? -1 : 1);
const timeOf = ({ timestamp }: CrowsnestEvent): number => Date.parse(timestamp);

describe('a replay', () => {
  let scene: ReplayScene;
  afterEach(() => scene.end());

  /** A log of random events, within so many milliseconds an hour ago, in the order of their times. */
  const logOf = async (
    count: number,
    lengthMs: number,
  ): Promise<{ events: CrowsnestEvent[]; from: number; to: number }> => {
    const from = Date.now() - 3_600_000;
    scene = new ReplayScene(`sqlite:${await temporaryFolder()}/events.db`);
    await scene.start();
    const drafts = randomEvents(random, count, { began: from, lengthMs });
    await scene.append(drafts.toSorted(byTime));
    return { events: await scene.logged(), from, to: from + lengthMs };
  };

  it('shows at any of fifty random events what a live console showed then', async () => {
    scene = new ReplayScene('memory:');
    await scene.start();
    const from = Date.now() - 3_600_000;
    // Some clocks are wrong here.
    await scene.append(randomEvents(random, 1_500, { began: from, lengthMs: 3_000_000 }));
    const events = await scene.logged();
    const moments = Array.from({ length: 50 }, () => {
      const at = timeOf(events[random.below(events.length)]!);
      const index = events.findLastIndex((event) => timeOf(event) <= at);
      return { at, index, steps: Math.min(random.below(3), events.length - 1 - index) };
    });
    const stops = [...new Set(moments.map(({ index, steps }) => index + steps))].toSorted((a, b) => a - b);
    const live = await scene.liveTab(events, stops);
    const tab = scene.replayTab();
    tab.watch({ from, to: from + 3_600_000, at: from });
    for (const { at, index, steps } of moments) {
      tab.act({ do: 'seek', to: at });
      await tab.until('paused', events[index]!.id);
      for (let step = 1; step <= steps; step += 1) {
        tab.act({ do: 'step', by: 1 });
        await tab.until('paused', events[index + step]!.id);
      }
      expect(tab.shown()).toEqual(live.get(index + steps));
    }
  });

  it('has in its charts at any of fifty random events the steps that a live console had then', async () => {
    scene = new ReplayScene('memory:');
    await scene.start();
    const [from, stepMs, lengthMs] = [Math.floor(Date.now() / 60_000 - 60) * 60_000, 5_000, 300_000];
    const drafts = randomEvents(random, 1_500, { began: from, lengthMs }).toSorted(byTime);
    const stops = Array.from({ length: 50 }, () => random.below(drafts.length)).toSorted((a, b) => a - b);
    const live: { at: number; points: SeriesPoint[] }[] = [];
    let appended = 0;
    for (const stop of stops) {
      await scene.append(drafts.slice(appended, stop + 1));
      appended = stop + 1;
      const at = Date.parse(drafts[stop]!.timestamp);
      const end = Math.floor(at / stepMs) * stepMs;
      live.push({ at, points: end === from ? [] : (await scene.series(from, end, stepMs)).points });
    }
    await scene.append(drafts.slice(appended));
    const whole = await scene.series(from, from + lengthMs, stepMs);
    for (const { at, points } of live) {
      const known = knownSteps(whole, at, from + lengthMs).points;
      expect(known.slice(0, points.length)).toEqual(points);
      expect(known.slice(points.length).filter(({ calls, errors }) => calls > 0 || errors > 0)).toEqual([]);
    }
  });

  it('played to its end shows what a jump there shows, and what single steps lead to', async () => {
    const { events, from, to } = await logOf(1_500, 30_000);
    const last = events.at(-1)!;
    const tab = scene.replayTab();
    tab.watch({ from, to, at: from });
    await tab.until('paused');
    tab.act({ do: 'play', speed: 60 });
    await tab.until('ended', last.id);
    const played = tab.shown();
    tab.act({ do: 'seek', to: from + 10_000 });
    await tab.until('paused');
    tab.act({ do: 'seek', to });
    await tab.until('ended', last.id);
    expect(tab.shown()).toEqual(played);
    const near = events.at(-40)!;
    tab.act({ do: 'seek', to: timeOf(near) });
    await tab.until('paused');
    for (let steps = 0; steps < 40; steps += 1) tab.act({ do: 'step', by: 1 });
    await tab.until('paused', last.id);
    expect(tab.shown()).toEqual(played);
  });

  it('goes back by single events to what it showed before them', async () => {
    const { events, from, to } = await logOf(300, 30_000);
    const tab = scene.replayTab();
    tab.watch({ from, to, at: timeOf(events[150]!) });
    await tab.until('paused');
    const index = events.findIndex(({ id }) => id === tab.position);
    const before = tab.shown();
    for (let steps = 1; steps <= 3; steps += 1) {
      tab.act({ do: 'step', by: 1 });
      await tab.until('paused', events[index + steps]!.id);
    }
    for (let steps = 0; steps < 3; steps += 1) tab.act({ do: 'step', by: -1 });
    await tab.until('paused', events[index]!.id);
    expect(tab.shown()).toEqual(before);
  });

  it('begins with the first moment that is kept, and says so', async () => {
    scene = new ReplayScene('memory:', 12_000);
    await scene.start();
    const from = Date.now() - 3_600_000;
    const drafts = randomEvents(random, 24_000, { began: from, lengthMs: 3_000_000 });
    for (let first = 0; first < drafts.length; first += 1_000) {
      await scene.append(drafts.slice(first, first + 1_000));
      // Events are not dropped before the checkpoints include them.
      await scene.app.get(ProjectionKeeper).save();
    }
    const tab = scene.replayTab();
    tab.watch({ from, to: from + 3_600_000, at: from });
    await tab.until('paused');
    expect(tab.state).toMatchObject({ problem: null, at: tab.state?.keptFrom });
    expect(tab.state?.keptFrom).toBeGreaterThan(from);
    expect(tab.figures?.totalToolCalls).toBeGreaterThan(0);
  });

  it('says that nothing of it is kept', async () => {
    scene = new ReplayScene('memory:');
    await scene.start();
    const tab = scene.replayTab();
    tab.watch({ from: 0, to: 1_000, at: 0 });
    await waitUntil(() => tab.state?.problem, { reason: 'the replay has a problem' });
    expect(tab.state?.problem).toEqual({ cause: expect.stringContaining('not kept'), retryAt: null });
  });

  it('tells that the server is away, and goes on with nothing left out once it is back', async () => {
    const { events, from, to } = await logOf(3_000, 60_000);
    const tab = scene.replayTab();
    tab.watch({ from, to, at: from });
    await tab.until('paused');
    // A read that the end of the server cuts off may be answered with another cause.
    await waitUntil(() => scene.told > 0, { reason: 'the first events are read ahead' });
    await scene.stop();
    tab.act({ do: 'play', speed: 60 });
    await waitUntil(() => tab.state?.problem, { reason: 'the replay has a problem' });
    expect(tab.state?.problem).toEqual({
      cause: 'The server cannot be reached.',
      retryAt: expect.any(Number),
    });
    await scene.start();
    tab.retry();
    await tab.until('ended', events.at(-1)!.id);
    expect(tab.state?.problem).toBeNull();
    const shown = tab.shown().rows.map(({ key }) => key);
    expect(shown).toEqual(events.map(({ id }) => id));
  });

  it('reads a bounded number of events ahead, however fast a busy minute is played', async () => {
    const { events, from, to } = await logOf(20_000, 60_000);
    const tab = scene.replayTab();
    tab.watch({ from, to, at: from });
    await tab.until('paused');
    tab.act({ do: 'play', speed: 60 });
    await tab.until('ended', events.at(-1)!.id);
    expect(tab.figures?.totalToolCalls).toBeGreaterThan(5_000);
    expect(scene.waiting).toBeGreaterThan(0);
    expect(scene.waiting).toBeLessThanOrEqual(AHEAD);
  });
});
