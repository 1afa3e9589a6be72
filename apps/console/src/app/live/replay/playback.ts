import type { CrowsnestEvent, EventId } from '#contract';

import type { Speed, TimeSpan } from '../replay-state.ts';
import type { ReadAhead } from './read-ahead.ts';
import { ReplayClock } from './replay-clock.ts';

/** Milliseconds between two checks for due events. */
const TICK_MS = 50;
/** Maximum number of events per turn, so that messages of the tab are handled in between. */
const TURN = 1_000;

/** Receives the events of a playback. An error of `happen` ends the turn and is rethrown. */
export interface PlaybackListener {
  happen(event: CrowsnestEvent): void;
  /** Called when the time or the state has changed. */
  moved(): void;
}

/**
 * Plays the events that were read ahead when the clock reaches them. The clock waits for the server, and for events
 * that come faster than they can be folded.
 */
export class Playback {
  readonly #clock = new ReplayClock();
  #at = 0;
  #range: TimeSpan = { from: 0, to: 0 };
  #speed: Speed | 0 = 0;
  /** Number of requested steps that wait for the next event. */
  #steps = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBegun = false;

  constructor(
    private readonly ahead: ReadAhead,
    private readonly listener: PlaybackListener,
  ) {}

  /** The current moment, in milliseconds since 1970. */
  get at(): number {
    return this.#at;
  }

  get pace(): 'playing' | 'paused' | 'ended' {
    if (this.#at >= this.#range.to) return 'ended';
    return this.#speed > 0 ? 'playing' : 'paused';
  }

  /** Starts at a moment, after an event. Plays at once if `speed` is not 0. */
  begin(range: TimeSpan, at: number, after: EventId, speed: Speed | 0): void {
    this.#range = range;
    this.#isBegun = true;
    this.#moveTo(at);
    this.ahead.begin(after, at);
    this.play(speed);
  }

  /** Stops, and discards what was read ahead. */
  halt(): void {
    this.#isBegun = false;
    this.#steps = 0;
    this.ahead.stop();
    this.#clock.stop();
    clearTimeout(this.#timer);
  }

  /** Plays at a speed; 0 pauses. */
  play(speed: Speed | 0): void {
    this.#speed = speed;
    this.#clock.run(speed);
    this.turn();
  }

  /** Plays the next event, whenever it is due. */
  step(): void {
    this.#steps += 1;
    this.ahead.fill();
    this.turn();
  }

  /** Plays all due events. */
  turn(): void {
    clearTimeout(this.#timer);
    if (!this.#isBegun) return;
    this.#takeSteps();
    if (this.#speed > 0) this.#follow(Math.min(this.#clock.now, this.#range.to));
    if (!this.#isBegun) return;
    if (this.pace === 'playing') this.#timer = setTimeout(() => this.turn(), TICK_MS);
    this.listener.moved();
  }

  #takeSteps(): void {
    for (; this.#steps > 0; this.#steps -= 1) {
      const { due } = this.ahead;
      if (due === undefined && !this.ahead.isComplete(this.#at)) return;
      if (due !== undefined && due < this.#range.to) this.#happen();
      this.#moveTo(Math.min(due ?? this.#range.to, this.#range.to));
    }
  }

  #follow(now: number): void {
    for (let left = TURN; left > 0 && this.#isDue(now); left -= 1) this.#happen();
    this.#moveTo(this.#reachedBy(now));
  }

  /** Returns the moment that is reached when the clock shows `now`. */
  #reachedBy(now: number): number {
    const { due } = this.ahead;
    if (due !== undefined) return Math.min(due, now);
    if (this.ahead.isComplete(now)) return now;
    this.ahead.fill();
    return this.#at;
  }

  #isDue(now: number): boolean {
    const { due } = this.ahead;
    return due !== undefined && due <= now && due < this.#range.to;
  }

  #happen(): void {
    const event = this.ahead.take();
    if (event) this.listener.happen(event);
  }

  #moveTo(at: number): void {
    this.#at = at;
    this.#clock.set(at);
  }
}
