import type { CrowsnestEvent, KeptMoment } from '#contract';

import { ApiError, failureText } from '../../api/api-error.ts';
import type { Moment, PastRoutes } from '../../api/routes/past-routes.ts';
import type { Source, SourceListener } from '../core/source.ts';
import type { ReplayAct, ReplayRange, ReplayState } from '../replay-state.ts';
import { FrameFault } from '../stream/frame-fault.ts';
import type { StreamFrame } from '../stream/stream-frame.ts';
import { timeOf } from './due-time.ts';
import { PastReader } from './past-reader.ts';
import { Patience } from './patience.ts';
import { Playback } from './playback.ts';
import { ReadAhead } from './read-ahead.ts';

/** Milliseconds between two reports of the time while it runs. */
const REPORT_MS = 250;

/**
 * Plays a past range as if it were live: first the state at a moment, and then each event when the clock reaches its
 * time.
 */
export class ReplaySource implements Source {
  readonly #patience = new Patience((problem) => this.#change({ problem }));
  readonly #past: PastReader;
  readonly #playback: Playback;
  #range: ReplayRange = { from: 0, to: 0, at: 0 };
  #state = stateAt(0);
  #isPlaying = false;
  /** Aborts the current reading of a moment; undefined before the start. */
  #run: AbortController | undefined;
  /** The event whose moment is being read, after a step back. */
  #target: CrowsnestEvent | undefined;
  #kept: KeptMoment | undefined;
  #reportedAt = -Infinity;

  constructor(
    routes: PastRoutes,
    private readonly listener: SourceListener,
  ) {
    this.#past = new PastReader(routes, this.#patience);
    const ahead = new ReadAhead(
      (after, limit, signal) =>
        this.#patience.ask((asked) => routes.eventsAfter(after, limit, asked), signal),
      () => this.#playback.turn(),
      (error) => this.#refuse(error),
    );
    this.#playback = new Playback(ahead, {
      happen: (event) => this.#happen(event),
      moved: () => this.#report(),
    });
  }

  choose(range: ReplayRange): void {
    this.#range = range;
    this.#state = stateAt(range.at);
    if (this.#run) this.start();
  }

  start(): void {
    this.#seek({ time: this.#range.at });
  }

  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#playback.halt();
  }

  checkNow(): void {
    this.#patience.hurry();
  }

  retryNow(): void {
    if (this.#state.problem?.retryAt === null) this.#seek({ time: this.#state.at });
    else this.#patience.hurry();
  }

  act(act: ReplayAct): void {
    this.#isPlaying = act.do === 'play' || (act.do === 'seek' && this.#isPlaying);
    if (act.do === 'seek') return this.#seek({ time: act.to });
    if (act.do === 'play') this.#change({ speed: act.speed });
    if (act.do === 'step' && act.by < 0) return this.#stepBack();
    if (this.#state.pace === 'loading') return;
    if (act.do === 'play' && this.#state.pace === 'ended') return this.#seek({ time: this.#range.from });
    this.#playback.play(this.#isPlaying ? this.#state.speed : 0);
    if (act.do === 'step') this.#playback.step();
  }

  #stepBack(): void {
    const shown = this.#target ?? this.#past.last;
    const before = shown && this.#past.before(shown);
    if (before && timeOf(shown) > this.#range.from) this.#seek({ id: before.id }, before);
    else this.#playback.play(0);
  }

  /** Shows another moment. `target` is its event, after a step back. */
  #seek(moment: Moment, target?: CrowsnestEvent): void {
    this.stop();
    this.#run = new AbortController();
    this.#target = target;
    const at = this.#within(target ? timeOf(target) : 'time' in moment ? moment.time : this.#state.at);
    this.#change({ at, pace: 'loading', problem: null });
    void this.#read('time' in moment ? this.#keptFrom(at) : moment, this.#run.signal);
  }

  async #read(moment: Moment, signal: AbortSignal): Promise<void> {
    try {
      const { stats, sessions, sessionsSince } = await this.#past.read(moment, signal);
      if (signal.aborted) return;
      this.#target = undefined;
      this.#tell({ kind: 'moment', stats, sessions });
      this.#state = { ...this.#state, sessionsSince };
      this.#playback.begin(this.#range, this.#state.at, stats.asOf, this.#isPlaying ? this.#state.speed : 0);
    } catch (error) {
      if (!signal.aborted) this.#refuse(error);
    }
  }

  #happen(event: CrowsnestEvent): void {
    this.#past.add(event);
    this.#tell({ kind: 'event', event, size: JSON.stringify(event).length });
  }

  #tell(frame: StreamFrame): void {
    try {
      this.listener.onFrame(frame);
    } catch (error) {
      this.#refuse(new FrameFault(frame, error));
    }
  }

  /** The server no longer has this range, or its answer cannot be shown. */
  #refuse(error: unknown): void {
    const { status = 0, kept } = error instanceof ApiError ? error : {};
    if (status === 401) return this.listener.onConnection({ phase: 'signed-out' });
    if (kept && kept.id !== this.#kept?.id && Date.parse(kept.time) < this.#range.to) {
      this.#kept = kept;
      this.#change({ keptFrom: Date.parse(kept.time) });
      return this.#seek({ time: this.#state.at });
    }
    this.#run?.abort();
    this.#playback.halt();
    const cause = error instanceof FrameFault ? error.message : failureText(error);
    this.#change({ pace: 'paused', problem: { cause, retryAt: null } });
  }

  #keptFrom(at: number): Moment {
    return this.#kept && at <= Date.parse(this.#kept.time) ? { id: this.#kept.id } : { time: at };
  }

  #within(at: number): number {
    const { from, to } = this.#range;
    const first = Math.max(from, this.#state.keptFrom ?? from);
    return Math.min(Math.max(at, first), to);
  }

  /** Reports the state of the playback: a running time at intervals, everything else at once. */
  #report(): void {
    const { at, pace } = this.#playback;
    if (pace === 'ended') this.#isPlaying = false;
    const isSame = pace === 'playing' && this.#state.pace === pace;
    if (!isSame || performance.now() - this.#reportedAt >= REPORT_MS) this.#change({ at, pace });
  }

  #change(changes: Partial<ReplayState>): void {
    this.#state = { ...this.#state, ...changes, position: this.#past.last?.id ?? null };
    this.#reportedAt = performance.now();
    if (this.#run) this.listener.onConnection({ phase: 'replay', replay: this.#state });
  }
}

function stateAt(at: number): ReplayState {
  const unknown = { position: null, keptFrom: null, sessionsSince: null, problem: null };
  return { at, pace: 'paused', speed: 1, ...unknown };
}
