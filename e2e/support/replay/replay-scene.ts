import {
  emptyStats,
  snapshotOf,
  type CrowsnestEvent,
  type SessionList,
  type StatsSeries,
  type UncommittedEvent,
} from '#contract';
import { EventLog } from '#events';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { PastRoutes } from '../../../apps/console/src/app/api/routes/past-routes.ts';
import { Requests } from '../../../apps/console/src/app/api/requests.ts';
import { LiveCore } from '../../../apps/console/src/app/live/core/live-core.ts';
import type { SourceListener } from '../../../apps/console/src/app/live/core/source.ts';
import { ReplaySource } from '../../../apps/console/src/app/live/replay/replay-source.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { asAdmin, readAll } from '../server/admin-api.ts';
import { startApplication, type TestApplication } from '../server/test-application.ts';
import { ReplayTab } from './replay-tab.ts';

const headers = { authorization: `Bearer ${TESTING_ADMIN_TOKEN}` };

/** A server with a log, and hosts of the console that play what it has logged. */
export class ReplayScene {
  #application: TestApplication | undefined;
  readonly #tabs: ReplayTab[] = [];
  /** Number of events that the server has told as the next ones. */
  told = 0;
  /** Number of events that have happened in replays. */
  happened = 0;
  /** Largest number of events that were told and had not happened yet. */
  waiting = 0;

  constructor(
    private readonly log: string,
    private readonly maxEvents = 1_000_000,
  ) {}

  get #running(): TestApplication {
    if (!this.#application) throw new Error('The server is away');
    return this.#application;
  }

  get eventLog(): EventLog {
    return this.#running.app.get(EventLog);
  }

  get app(): TestApplication['app'] {
    return this.#running.app;
  }

  async start(): Promise<void> {
    this.#application = await startApplication([], { events: { log: this.log, maxEvents: this.maxEvents } });
  }

  /** Ends the server. It can be started again. */
  async stop(): Promise<void> {
    const application = this.#application;
    this.#application = undefined;
    await application?.app.close();
  }

  async end(): Promise<void> {
    for (const tab of this.#tabs.splice(0)) tab.leave();
    await this.stop();
  }

  async append(events: readonly UncommittedEvent[]): Promise<void> {
    for (const event of events) this.eventLog.append(event);
    await this.eventLog.flush();
  }

  /** Every event of the log. */
  async logged(): Promise<CrowsnestEvent[]> {
    return readAll(this.#running.origin, '0');
  }

  /** The steps of a range, as the charts request them. */
  async series(from: number, to: number, stepMs: number): Promise<StatsSeries> {
    const [start, end] = [from, to].map((at) => new Date(at).toISOString());
    const path = `/stats/series?from=${start}&to=${end}&step=${stepMs}`;
    return (await (await asAdmin(this.#running.origin, path, { headers })).json()) as StatsSeries;
  }

  /** A tab with the host of a replay, over real requests to the server. */
  replayTab(): ReplayTab {
    const requests = new Requests(this.#fetch, '');
    const core = new LiveCore(
      requests,
      (listener) => new ReplaySource(new PastRoutes(requests), this.#counting(listener)),
    );
    return this.#watched(new ReplayTab(core));
  }

  /**
   * What a tab shows that has been open since the log began: after each of some events, in the order of the log. It is
   * the host of all tabs, fed with the events themselves.
   */
  async liveTab(events: readonly CrowsnestEvent[], stops: readonly number[]) {
    const { start, since } = this.eventLog;
    const list: SessionList = {
      asOf: start,
      emptyForgotten: 0,
      counts: { open: 0, ended: 0, withoutCalls: 0 },
      sessions: [],
    };
    const requests = new Requests(async () => Response.json(list), '');
    let source: SourceListener | undefined;
    const core = new LiveCore(requests, (listener) => {
      source = listener;
      const nothing = (): void => undefined;
      return { start: nothing, stop: nothing, checkNow: nothing, retryNow: nothing };
    });
    const tab = this.#watched(new ReplayTab(core));
    tab.watch();
    const stats = snapshotOf(emptyStats(start, since), []);
    const hello = { instance: 'test', complete: true, filtered: false, stats };
    source?.onFrame({ kind: 'hello', hello, resumed: false });
    await waitUntil(() => tab.listings > 0, { reason: 'the sessions are listed' });
    const shown = new Map<number, ReturnType<ReplayTab['shown']>>();
    for (const [n, stop] of stops.entries()) {
      const next = events.slice(n === 0 ? 0 : (stops[n - 1] ?? 0) + 1, stop + 1);
      for (const event of next) source?.onFrame({ kind: 'event', event, size: 0 });
      const id = events[stop]?.id;
      await waitUntil(() => tab.position === id && tab.figures?.asOf === id, { reason: `it shows ${id}` });
      shown.set(stop, tab.shown());
    }
    return shown;
  }

  readonly #fetch = (async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (!this.#application) throw new TypeError('fetch failed');
    const response = await asAdmin(this.#application.origin, path, { ...init, headers });
    if (!path.startsWith('/history?after=')) return response;
    const page = (await response.json()) as { events: unknown[] };
    this.told += page.events.length;
    this.waiting = Math.max(this.waiting, this.told - this.happened);
    return Response.json(page);
  }) as typeof fetch;

  #counting(listener: SourceListener): SourceListener {
    return {
      onFrame: (frame) => {
        listener.onFrame(frame);
        if (frame.kind === 'event') this.happened += 1;
        // What was read ahead of the moment before is forgotten.
        if (frame.kind === 'moment') this.happened = this.told;
      },
      onConnection: (connection) => listener.onConnection(connection),
    };
  }

  #watched(tab: ReplayTab): ReplayTab {
    this.#tabs.push(tab);
    return tab;
  }
}
