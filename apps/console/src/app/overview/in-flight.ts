import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';

import { AgentNames } from '../agents/agent-names.ts';
import { callLink } from '../call/call-link.ts';
import { Commands } from '../commands/commands.ts';
import { LiveStore } from '../picture/live-store.ts';
import { formatLatency, formatRunning } from '../time/durations.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { Icon } from '../ui/icon.ts';
import { formatCount } from '../ui/numbers.ts';
import { byUrgency, runningCall } from './running-call.ts';

/** Maximum number of calls shown. A line gives the number of further ones. */
const SHOWN = 40;

/** The calls in flight: stuck ones first, then overdue ones, then by age. */
@Component({
  selector: 'app-in-flight',
  imports: [Icon, RouterLink],
  templateUrl: './in-flight.html',
  styleUrl: './in-flight.css',
})
export class InFlight {
  readonly #store = inject(LiveStore);
  readonly #agents = inject(AgentNames);
  readonly #time = inject(PictureTime);
  protected readonly commands = inject(Commands);

  protected readonly calls = computed(() => {
    const totals = this.#store.totals();
    if (!totals || totals.toolCallsInFlight === 0) return [];
    const now = this.#time.now();
    const calls = totals.inFlight.map((call) => runningCall(call, totals, now)).toSorted(byUrgency);
    return calls.slice(0, SHOWN).map((running) => ({
      ...running,
      agent: this.#agents.nameOf(running.call.sessionId),
      link: running.call.startId && callLink(running.call.startId),
    }));
  });
  protected readonly more = computed(
    () => (this.#store.totals()?.toolCallsInFlight ?? 0) - this.calls().length,
  );
  protected readonly formatRunning = formatRunning;
  protected readonly formatLatency = formatLatency;
  protected readonly formatCount = formatCount;
}
