import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';

import { CallLine } from '../analysis/call-line.ts';
import type { EventLink } from '../analysis/event-links.ts';
import { KnownSessions } from '../analysis/known-sessions.ts';
import { formatCount } from '../ui/numbers.ts';
import type { ErrorGroup } from './error-groups.ts';

/** Number of calls that are listed initially and added by each click. */
const STEP = 10;

/** The newest calls of an error group, each with its own message. */
@Component({
  selector: 'app-error-calls',
  imports: [CallLine, RouterLink],
  template: `
    <ul aria-label="Newest calls of this group">
      @for (call of calls(); track call.id) {
        <li><app-call-line [end]="call" [client]="clientOf(call.sessionId)" [message]="true" /></li>
      }
    </ul>
    <p class="more">
      @if (more() > 0) {
        <button type="button" class="button small" (click)="showMore()">Show more</button>
        <span class="soft">{{ formatCount(more()) }} are not shown.</span>
      }
      @if (all(); as link) {
        <a routerLink="/" [queryParams]="link">All of them in the feed</a>
      }
    </p>
  `,
  styles: `
    :host {
      display: block;
      padding: var(--space-2) var(--edge) var(--space-3);
      border-bottom: 1px solid var(--line);
      box-shadow: inset 2px 0 var(--accent);
    }

    li + li {
      border-top: 1px solid var(--line-soft);
    }

    .more {
      display: flex;
      gap: var(--space-3);
      align-items: center;
      margin-top: var(--space-2);
    }
  `,
})
export class ErrorCalls {
  readonly group = input.required<ErrorGroup>();
  /** The link to all of them; null if no filter can express them. */
  readonly all = input.required<EventLink | null>();
  readonly #sessions = inject(KnownSessions);
  readonly #shown = signal(STEP);

  protected readonly calls = computed(() => this.group().calls.slice(-this.#shown()).toReversed());
  protected readonly more = computed(() => this.group().calls.length - this.calls().length);
  protected readonly formatCount = formatCount;

  protected clientOf(sessionId: string): string {
    return this.#sessions.clientOf(sessionId);
  }

  protected showMore(): void {
    this.#shown.update((shown) => shown + STEP);
  }
}
