import { Component, inject } from '@angular/core';

import { FilterBar } from '../../filter/filter-bar.ts';
import { TimeControl } from '../../scope/time-control.ts';
import { TimeScope } from '../../view/time-scope.ts';
import { ConnectionBadge } from '../connection/connection-badge.ts';
import { LastEvent } from '../connection/last-event.ts';

/** The row with the filter, the time and the state of the connection. */
@Component({
  selector: 'app-live-bar',
  imports: [ConnectionBadge, FilterBar, LastEvent, TimeControl],
  template: `
    <app-filter-bar />
    <app-time-control />
    <app-connection-badge />
    @if (past() === null) {
      <app-last-event />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2) var(--space-3);
      align-items: center;
      min-height: 2.75rem;
      padding: 0.375rem var(--edge);
      border-bottom: 1px solid var(--line);
    }
  `,
  host: { role: 'region', 'aria-label': 'Filter, time and live state' },
})
export class LiveBar {
  protected readonly past = inject(TimeScope).range;
}
