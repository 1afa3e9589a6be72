import { Component, computed, input, output, signal } from '@angular/core';
import type { UpstreamView } from '#contract';

import { FocusWhenShown } from '../ui/focus/focus-when-shown.ts';
import { formatCount } from '../ui/numbers.ts';

/**
 * Restarts an upstream after a confirmation. The question has the focus while it is open, on the answer that does
 * nothing, because a key that is held down presses what gets the focus.
 */
@Component({
  selector: 'app-restart-upstream',
  imports: [FocusWhenShown],
  templateUrl: './restart-upstream.html',
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
    }

    @container (width < 40rem) {
      :host {
        flex-direction: column;
        align-items: end;
        padding-block: var(--space-1);
      }
    }
  `,
})
export class RestartUpstream {
  readonly upstream = input.required<UpstreamView>();
  /** Whether several instances have it. */
  readonly isSpread = input.required<boolean>();
  /** How many of its calls are in flight in all instances. */
  readonly inFlight = input.required<number>();
  /** The instance in which it is to be restarted; null for all. */
  readonly confirmed = output<string | null>();

  protected readonly isAsked = signal(false);
  protected readonly wasAsked = signal(false);
  /** What it is called: with its instance, if there are several. */
  protected readonly label = computed(() => {
    const { name, instance } = this.upstream();
    return this.isSpread() ? `${name} in ${instance}` : name;
  });
  protected readonly callsText = callsText;

  protected ask(): void {
    this.isAsked.set(true);
  }

  protected close(): void {
    this.isAsked.set(false);
    this.wasAsked.set(true);
  }

  protected confirm(): void {
    this.close();
    this.confirmed.emit(this.isSpread() ? this.upstream().instance : null);
  }

  protected confirmAll(): void {
    this.close();
    this.confirmed.emit(null);
  }
}

function callsText(count: number): string {
  return count === 1 ? '1 call' : `${formatCount(count)} calls`;
}
