import { Component, inject } from '@angular/core';

import { Feed } from '../feed/feed.ts';
import { LiveStore } from '../picture/live-store.ts';
import { Failures } from './failures.ts';
import { Figures } from './figures.ts';
import { GettingStarted } from './getting-started.ts';
import { InFlight } from './in-flight.ts';

/** The overview: what happens now, what runs, what failed, and the feed. */
@Component({
  selector: 'app-overview',
  imports: [Failures, Feed, Figures, GettingStarted, InFlight],
  templateUrl: './overview.html',
  styleUrl: './overview.css',
})
export class Overview {
  protected readonly store = inject(LiveStore);
}
