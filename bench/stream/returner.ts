import type { BenchProcess } from '../processes/bench-process.ts';
import type { BenchRun } from '../scenario.ts';

/** Number of events in one replay. */
export const REPLAYED = 100_000;

/** A client in its own process that reconnects after missing the last 100,000 events. */
export class Returner {
  private constructor(
    private readonly server: BenchProcess,
    private readonly client: BenchProcess,
    private readonly port: number,
    /** The id before event 0. Ids are consecutive, so the others follow from it. */
    private readonly origin: number,
  ) {}

  /** Call it before the server has published anything. */
  static async start(run: BenchRun, server: BenchProcess): Promise<Returner> {
    const client = await run.start('stream/subscribers/main');
    const { port } = await server.call<{ port: number }>('ports');
    return new Returner(server, client, port, Number(await server.call<string>('lastId')));
  }

  /** Replays repeatedly during `work`, so that one replay is always running. */
  async replayDuring<T>(work: () => Promise<T>): Promise<{ result: T; replayMs: number[] }> {
    const over = new AbortController();
    const worked = work().finally(() => over.abort());
    const [result, replayMs] = await Promise.all([worked, this.#replayUntil(over.signal)]);
    return { result, replayMs };
  }

  /** Resolves with the duration of each replay in milliseconds. */
  async #replayUntil(over: AbortSignal): Promise<number[]> {
    const replayMs: number[] = [];
    do replayMs.push(...(await this.#replay()));
    while (!over.aborted);
    return replayMs;
  }

  // Up to the newest event, so that each replay also crosses from the log to live delivery.
  async #replay(): Promise<number[]> {
    const first = (await this.server.call<number>('position')) - REPLAYED;
    const target = { port: this.port, greeting: 'event: hello', lastEventId: String(this.origin + first) };
    return this.client.call('replay', { target, first, count: REPLAYED, times: 1 });
  }
}
