import { Component, inject } from '@angular/core';

import { Feed } from '../feed/feed.ts';
import { Failures } from './lists/failures.ts';
import { Figures } from './figures/figures.ts';
import { GettingStarted } from './getting-started.ts';
import { InFlight } from './lists/in-flight.ts';
import { OverviewAnswers } from './answers/overview-answers.ts';
import { OverviewWindow } from './answers/overview-window.ts';
import { RangeTools } from './lists/range-tools.ts';
import { Trends } from './trends.ts';

/** The overview: is anything wrong, since when, what runs too long, what failed, and the feed. */
@Component({
  selector: 'app-overview',
  imports: [Failures, Feed, Figures, GettingStarted, InFlight, RangeTools, Trends],
  providers: [OverviewAnswers, OverviewWindow],
  templateUrl: './overview.html',
  styleUrl: './overview.css',
})
export class Overview {
  protected readonly answers = inject(OverviewAnswers);
  protected readonly window = inject(OverviewWindow);
}
