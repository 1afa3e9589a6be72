import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { CallLine } from '../analysis/call-line.ts';
import type { EventLink } from '../analysis/links/event-links.ts';
import { KnownSessions } from '../analysis/known-sessions.ts';
import { firstRows, ShowMore } from '../ui/show-more.ts';
import type { ErrorGroup } from './error-groups.ts';

/** Number of calls that are listed initially and added by each click. */
const STEP = 10;

/** The newest calls of an error group, each with its own message. */
@Component({
  selector: 'app-error-calls',
  imports: [CallLine, RouterLink, ShowMore],
  template: `
    <ul aria-label="Newest calls of this group">
      @for (call of calls.rows(); track call.id) {
        <li><app-call-line [end]="call" [client]="clientOf(call.sessionId)" [message]="true" /></li>
      }
    </ul>
    <div class="more">
      <app-show-more [list]="calls" />
      @if (all(); as link) {
        <a routerLink="/" [queryParams]="link">All of them in the feed</a>
      }
    </div>
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
  readonly #newestFirst = computed(() => this.group().calls.toReversed());
  protected readonly calls = firstRows(this.#newestFirst, STEP);

  protected clientOf(sessionId: string): string {
    return this.#sessions.clientOf(sessionId);
  }
}
