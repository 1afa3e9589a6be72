import { Injectable, signal } from '@angular/core';

/** Lets other parts of the page ask the feed to bring a row into view. */
@Injectable({ providedIn: 'root' })
export class FeedJump {
  readonly #wish = signal<{ row: number } | null>(null);

  /** The row that somebody wants to see; null once it is shown. */
  readonly wish = this.#wish.asReadonly();

  /** `row`: how many rows had been added before it. */
  jumpTo(row: number): void {
    this.#wish.set({ row });
  }

  /** The feed has done as asked. */
  done(): void {
    this.#wish.set(null);
  }
}
