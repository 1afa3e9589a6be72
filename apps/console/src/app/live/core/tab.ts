import type { EventId } from '#contract';

import type { ToTab } from '../messages.ts';
import type { LivePicture } from './live-picture.ts';
import { TabView } from './tab-view.ts';

/** Milliseconds between two pictures: at most 15 per second for a visible tab. */
const PAUSE_MS = { visible: 1000 / 15, hidden: 2_000 };
/** A tab that gets no picture for this long gets an empty one, so that both sides know that the other is alive. */
const SIGN_OF_LIFE_MS = 20_000;
/** A tab that does not acknowledge a picture for this long has closed. */
const GONE_MS = 60_000;

/** A tab that watches. It gets a picture when something has changed and it has acknowledged the previous one. */
export class Tab {
  readonly #view: TabView;
  #number = 0;
  #hasState = false;
  #isAwaiting = false;
  #isWanted = false;
  #sentAt = -Infinity;
  #freeAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `after` is the last event that the tab already has, or null. `isAnew`: the tab's state is of another time. */
  constructor(
    private readonly picture: LivePicture,
    after: EventId | null,
    private isVisible: boolean,
    private readonly send: (message: ToTab) => void,
    private readonly isAnew = false,
  ) {
    this.#view = new TabView(picture, after);
  }

  /** Called after a change. Sends it as soon as the tab is ready. */
  offer(): void {
    this.#isWanted = true;
    this.#arrange();
  }

  /** Called when the tab has acknowledged a picture. The next one waits for at least `restMs` milliseconds. */
  taken(number: number, restMs: number): void {
    if (number !== this.#number) return;
    this.#isAwaiting = false;
    this.#freeAt = performance.now() + restMs;
    this.#isWanted ||= this.#view.isBehind;
    this.#arrange();
  }

  show(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.#arrange();
  }

  /** Sends an empty picture if it is due. Returns false if the tab has closed. */
  check(): boolean {
    const silence = performance.now() - this.#sentAt;
    if (this.#isAwaiting) return silence < GONE_MS;
    if (silence > SIGN_OF_LIFE_MS) this.#send();
    return true;
  }

  /** Returns the same tab with another picture, which replaces its whole state. */
  withPicture(picture: LivePicture): Tab {
    this.stop();
    return new Tab(picture, null, this.isVisible, this.send, true);
  }

  /** Stops sending. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#isAwaiting = true;
  }

  #arrange(): void {
    clearTimeout(this.#timer);
    if (!this.#isWanted || this.#isAwaiting || !this.picture.hasBegun) return;
    const wait = Math.max(this.#freeAt, this.#sentAt + this.#pauseMs) - performance.now();
    if (wait <= 0) this.#send();
    else this.#timer = setTimeout(() => this.#send(), wait);
  }

  /** A tab with pending changes catches up without a pause. */
  get #pauseMs(): number {
    if (!this.isVisible) return PAUSE_MS.hidden;
    return this.#view.isBehind ? 0 : PAUSE_MS.visible;
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#number += 1;
    this.#isWanted = false;
    this.#isAwaiting = true;
    this.#sentAt = performance.now();
    const whole = this.picture.hasBegun && !this.#hasState;
    this.#hasState ||= whole;
    const anew = whole && this.isAnew;
    this.send({ kind: 'picture', number: this.#number, whole, anew, changes: this.#view.changes() });
  }
}
