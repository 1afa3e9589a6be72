import type { BenchProcess, CpuCost } from '../processes/bench-process.ts';
import type { BenchRun } from '../scenario.ts';
import type { Published } from './publisher.ts';
import type { Reception } from './subscribers/audience.ts';

export type Peer = 'crowsnest' | 'raw' | 'nest' | 'better-sse' | 'tutorial';

/** The first text of each stream. */
const GREETINGS: Record<Peer, string> = {
  crowsnest: 'event: hello',
  raw: ': ready',
  nest: ': ready',
  'better-sse': 'retry:',
  tutorial: ': ready',
};

/** Milliseconds that subscribers may take to receive the events under way. */
const PATIENCE_MS = 15_000;
/** Number of turns that a burst may be ahead of the slowest subscriber: fewer than any server buffers. */
const TURNS_AHEAD = 4;

/** The log of Crowsnest: in memory and of the default length unless set. */
export interface StageLog {
  /** `memory:` or `sqlite:PATH`. */
  log?: string;
  /** Number of events that the log keeps. */
  keeps?: number;
}

/** The server's cost of publishing for a while, and what the subscribers received. */
export interface Performance extends CpuCost {
  reception: Reception;
}

/** A server of events and a process with its subscribers. */
export class StreamStage {
  private constructor(
    readonly server: BenchProcess,
    readonly subscribers: BenchProcess,
    private readonly peer: Peer,
  ) {}

  /** Starts both processes, and connects `count` subscribers. */
  static async open(run: BenchRun, peer: Peer, count: number, setup: StageLog = {}): Promise<StreamStage> {
    const { log = 'memory:', keeps } = setup;
    const length = keeps === undefined ? [] : [String(keeps)];
    const server =
      peer === 'crowsnest'
        ? await run.startCrowsnest('stream/servers/crowsnest', log, ...length)
        : await run.start(`stream/servers/${peer}`);
    const stage = new StreamStage(server, await run.start('stream/subscribers/main'), peer);
    if (count > 0) await stage.connect(count);
    return stage;
  }

  async connect(count: number): Promise<void> {
    const { port, controlPort } = await this.server.call<{ port: number; controlPort: number }>('ports');
    const target = { port, greeting: GREETINGS[this.peer] };
    await this.subscribers.call('connect', { target, controlPort, count });
  }

  /** Publishes at a constant rate. */
  paced(perSecond: number, ms: number): Promise<Performance> {
    return this.#perform(0, () => this.server.call<Published>('paced', { perSecond, ms }));
  }

  /** Publishes 64 events per turn, as fast as the subscribers take them. */
  bursts(extent: { ms: number } | { count: number }): Promise<Performance> {
    const perTurn = 64;
    const request = { perTurn, ahead: TURNS_AHEAD, ...extent };
    return this.#perform(perTurn, () => this.server.call<Published>('bursts', request));
  }

  async close(): Promise<void> {
    await Promise.all([this.server.stop(), this.subscribers.stop()]);
  }

  async #perform(every: number, publish: () => Promise<Published>): Promise<Performance> {
    const next = await this.server.call<number>('position');
    await this.subscribers.call('expect', { next, every });
    const { result, ...cost } = await this.server.cpuDuring(async () => {
      const { next: end } = await publish();
      return this.subscribers.call<Reception>('settle', { end, patienceMs: PATIENCE_MS });
    });
    return { ...cost, reception: result };
  }
}
