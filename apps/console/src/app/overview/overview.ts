import { Component, inject } from '@angular/core';

import { Feed } from '../feed/feed.ts';
import { LiveStore } from '../picture/live-store.ts';
import { GettingStarted } from './getting-started.ts';
import { InFlight } from './in-flight.ts';
import { SessionTable } from './tables/session-table.ts';
import { StatCards } from './stat-cards.ts';
import { ToolTable } from './tables/tool-table.ts';

/** The overview page: counters, feed, calls in flight, tools and sessions. */
@Component({
  selector: 'app-overview',
  imports: [Feed, GettingStarted, InFlight, SessionTable, StatCards, ToolTable],
  templateUrl: './overview.html',
  styleUrl: './overview.css',
})
export class Overview {
  protected readonly store = inject(LiveStore);
}
