import { computed, effect, inject, Injectable, untracked } from '@angular/core';

import type { ReplayRange } from '../live/replay-state.ts';
import { SPANS, TimeScope } from '../view/time-scope.ts';
import { LiveConnection } from './connection/live-connection.ts';

/** Connects the replay to the URL: plays the range of the URL, and writes the current moment into it. */
@Injectable({ providedIn: 'root' })
export class ReplayChoice {
  readonly #scope = inject(TimeScope);
  readonly #live = inject(LiveConnection);
  /** The moments that the replay itself has written into the URL. */
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
    // Without a wait, so that a link to a moment does not show the live picture first.
    this.#follow(this.range());
    effect(() => {
      const range = this.range();
      untracked(() => this.#follow(range));
    });
  }

  /** Plays the selected range from its beginning, or the last 15 minutes. */
  begin(): void {
    const now = Date.now();
    const { from, to } = this.#scope.range() ?? { from: now - SPANS['15m'], to: now };
    if (!this.range()) this.#scope.choose({ kind: 'replay', from, to, at: from });
  }

  /** Writes the current moment into the URL, so that a copied link leads to it. */
  reach(at: number): void {
    const range = this.range();
    if (!range || range.at === at) return;
    this.#reached.add(at);
    this.#scope.choose({ kind: 'replay', ...range, at });
  }

  /** Returns to the live picture. */
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
