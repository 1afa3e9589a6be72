import { Injectable, signal } from '@angular/core';

/** Lets other parts of the page scroll the feed to a row. */
@Injectable({ providedIn: 'root' })
export class FeedJump {
  readonly #target = signal<{ row: number } | null>(null);

  /** The row to show; null once the feed shows it. */
  readonly target = this.#target.asReadonly();

  /** Scrolls to a row. `row` is the number of rows added before it. */
  jumpTo(row: number): void {
    this.#target.set({ row });
  }

  /** Called by the feed when it has scrolled. */
  done(): void {
    this.#target.set(null);
  }
}
