import { Component, computed, inject } from '@angular/core';

import { Commands } from '../commands/commands.ts';
import { LiveStore } from '../picture/live-store.ts';
import { formatLatency, formatRunning } from '../time/durations.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { Icon } from '../ui/icon.ts';
import { formatCount } from '../ui/numbers.ts';
import { runningCall } from './running-call.ts';

/** Maximum number of calls shown. A line gives the number of further ones. */
const SHOWN = 40;

/** The calls in flight, oldest first, with their running durations compared with the tool's p99. */
@Component({
  selector: 'app-in-flight',
  imports: [Icon],
  templateUrl: './in-flight.html',
  styleUrl: './in-flight.css',
})
export class InFlight {
  readonly #store = inject(LiveStore);
  readonly #time = inject(PictureTime);
  protected readonly commands = inject(Commands);

  protected readonly calls = computed(() => {
    const totals = this.#store.totals();
    if (!totals || totals.toolCallsInFlight === 0) return [];
    this.#store.listings();
    const now = this.#time.now();
    return totals.inFlight.slice(0, SHOWN).map((call) => ({
      ...runningCall(call, totals, now),
      agent: this.#store.session(call.sessionId)?.client.name ?? call.sessionId,
    }));
  });
  protected readonly more = computed(
    () => (this.#store.totals()?.toolCallsInFlight ?? 0) - this.calls().length,
  );
  protected readonly formatRunning = formatRunning;
  protected readonly formatLatency = formatLatency;
  protected readonly formatCount = formatCount;
}
