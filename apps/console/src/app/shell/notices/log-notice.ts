import { Component, computed, inject } from '@angular/core';

import { LiveStore } from '../../picture/live-store.ts';
import { Clock } from '../../time/clock.ts';
import { formatDuration } from '../../time/durations.ts';
import { formatMoment } from '../../time/times.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { formatCount } from '../../ui/numbers.ts';

/** How long the note of a recovery without loss is shown, in milliseconds. */
export const NOTE_MS = 30_000;

const EFFECT =
  'Agents and live events are not affected. Events wait in memory until the log recovers. History loses them if memory ' +
  'runs out or the server stops.';
/** Instances that share a log tell nothing that it does not have. */
const EFFECT_ON_ONE_OF_SEVERAL =
  'Agents are not affected. New events wait in memory, and appear here once the log recovers. They are lost if memory ' +
  'runs out or the server stops.';

/** Shows that the log is down, and later that it has recovered. */
@Component({
  selector: 'app-log-notice',
  imports: [Icon],
  templateUrl: './log-notice.html',
  styleUrl: './notice.css',
})
export class LogNotice {
  readonly #clock = inject(Clock);
  protected readonly store = inject(LiveStore);
  readonly #outage = computed(() => this.store.totals()?.logOutage ?? null);

  // A time rather than a duration, because screen readers announce every change of an alert.
  protected readonly outage = computed(() => {
    const outage = this.#outage();
    return (
      outage && {
        since: formatMoment(outage.since, Date.now()),
        error: outage.error,
        effect: outage.instance === undefined ? EFFECT : EFFECT_ON_ONE_OF_SEVERAL,
      }
    );
  });
  protected readonly recovery = computed(() => {
    const recovery = this.store.logRecovery();
    if (!recovery || (recovery.lost === 0 && this.#clock.second() - recovery.receivedAt > NOTE_MS))
      return null;
    const { durationMs, lost } = recovery;
    return { took: formatDuration(durationMs), lost: lossOf(lost) };
  });
}

function lossOf(lost: number | null): string | null {
  if (lost === null)
    return 'Events that were still in memory when the server stopped are missing from history.';
  return lost > 0 ? `${formatCount(lost)} events are missing from history.` : null;
}
