import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';

import { AgentNames } from '../../agents/agent-names.ts';
import { callLink } from '../../call/call-link.ts';
import { Commands } from '../../commands/commands.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { formatLatency, formatRunning } from '../../time/durations.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { CountLink } from '../../ui/count-link.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { KeepFocus } from '../../ui/focus/keep-focus.ts';
import { formatCount } from '../../ui/numbers.ts';
import { WholeText } from '../../ui/whole-text/whole-text.ts';
import { liveLink } from '../figures/card.ts';
import { byUrgency, runningCall } from '../figures/running-call.ts';

/** Maximum number of calls shown. A line gives the number of further ones. */
const SHOWN = 40;
/** Younger calls are only counted, in milliseconds: most calls end before anybody could read their row. */
const YOUNG_MS = 250;

/** The calls in flight: stuck ones first, then overdue ones, then by age. */
@Component({
  selector: 'app-in-flight',
  imports: [CountLink, Icon, KeepFocus, RouterLink, WholeText],
  templateUrl: './in-flight.html',
  styleUrl: './in-flight.css',
})
export class InFlight {
  readonly #store = inject(LiveStore);
  readonly #agents = inject(AgentNames);
  readonly #time = inject(PictureTime);
  protected readonly commands = inject(Commands);

  /** Every call in flight that is old enough for a row, the most urgent first. */
  readonly #running = computed(() => {
    const totals = this.#store.totals();
    if (!totals || totals.toolCallsInFlight === 0) return [];
    const now = this.#time.now();
    return totals.inFlight
      .map((call) => runningCall(call, totals, now))
      .filter(({ ageMs }) => ageMs >= YOUNG_MS)
      .toSorted(byUrgency);
  });
  protected readonly calls = computed(() =>
    this.#running()
      .slice(0, SHOWN)
      .map((running) => ({
        ...running,
        agent: this.#agents.nameOf(running.call.sessionId),
        link: running.call.startId && callLink(running.call.startId),
      })),
  );
  /** What has no row, as a text; empty without any. */
  protected readonly rest = computed(() => {
    const inFlight = this.#store.totals()?.toolCallsInFlight ?? 0;
    const rest = inFlight - this.calls().length;
    if (rest === 0) return '';
    return this.calls().length === 0 ? `${formatCount(rest)} just begun` : `and ${formatCount(rest)} more`;
  });
  protected readonly running = liveLink('is:running').query;
  protected readonly formatRunning = formatRunning;
  protected readonly formatLatency = formatLatency;
}
