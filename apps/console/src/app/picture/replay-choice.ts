import { computed, effect, inject, Injectable, untracked } from '@angular/core';

import type { ReplayRange } from '../live/replay-state.ts';
import { SPANS, TimeScope } from '../view/time-scope.ts';
import { LiveConnection } from './live-connection.ts';

/** The replay that the URL asks for: makes the connection play it, and writes the moment that is reached into the URL. */
@Injectable({ providedIn: 'root' })
export class ReplayChoice {
  readonly #scope = inject(TimeScope);
  readonly #live = inject(LiveConnection);
  /** The moments that the replay has come to by itself. */
  readonly #reached = new Set<number>();
  #followed: ReplayRange | null = null;

  /** Null without a replay. */
  readonly range = computed<ReplayRange | null>(() => {
    const choice = this.#scope.choice();
    if (choice.kind !== 'replay') return null;
    const { from, to, at } = choice;
    return { from, to, at };
  });

  constructor() {
    // At once, so that a link to a moment does not show the present first.
    this.#follow(this.range());
    effect(() => {
      const range = this.range();
      untracked(() => this.#follow(range));
    });
  }

  /** Plays the range that is shown from its beginning on, or the last 15 minutes. */
  begin(): void {
    const now = Date.now();
    const { from, to } = this.#scope.range() ?? { from: now - SPANS['15m'], to: now };
    if (!this.range()) this.#scope.choose({ kind: 'replay', from, to, at: from });
  }

  /** Writes the moment that the replay has come to into the URL, so that its link leads there. */
  reach(at: number): void {
    const range = this.range();
    if (!range || range.at === at) return;
    this.#reached.add(at);
    this.#scope.choose({ kind: 'replay', ...range, at });
  }

  /** Goes back to what happens now. */
  leave(): void {
    this.#scope.choose({ kind: 'live' });
  }

  #follow(range: ReplayRange | null): void {
    if (range === this.#followed) return;
    this.#followed = range;
    if (range && this.#reached.has(range.at)) return;
    this.#reached.clear();
    this.#live.play(range);
  }
}
