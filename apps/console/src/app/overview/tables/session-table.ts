import { Component, computed, inject, signal } from '@angular/core';
import type { SessionView } from '#contract';

import { Commands } from '../../commands/commands.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { formatAgo, formatMoment } from '../../time/times.ts';
import { Icon } from '../../ui/icon.ts';
import { formatCount } from '../../ui/numbers.ts';

/** Number of sessions shown at first, and added by each click. A long table makes every repaint slow. */
const STEP = 25;

const DERIVED_HINT =
  'This client has no protocol session: its calls are grouped by tenant, key, client and trace. Clients that agree in all of these appear as one.';
const PROTOCOL_HINT = 'A protocol session with an Mcp-Session-Id.';

/** The sessions, open ones first. */
@Component({
  selector: 'app-session-table',
  imports: [Icon],
  templateUrl: './session-table.html',
  styleUrl: './tables.css',
})
export class SessionTable {
  readonly #store = inject(LiveStore);
  readonly #time = inject(PictureTime);
  protected readonly commands = inject(Commands);

  readonly #shown = signal(STEP);

  protected readonly rows = computed(() => this.#store.sessions().slice(0, this.#shown()));
  protected readonly open = computed(
    () => this.#store.sessions().filter((session) => session.state === 'open').length,
  );
  /** Number of open sessions that are not in the list, because it was full. */
  protected readonly unlisted = computed(() => {
    const listed = this.#store.listings() > 0;
    return listed ? Math.max(0, (this.#store.totals()?.activeSessions ?? 0) - this.open()) : 0;
  });
  protected readonly ended = computed(() => this.#store.sessions().length - this.open());
  protected readonly anyDerived = computed(() => this.rows().some(({ origin }) => origin === 'derived'));
  protected readonly more = computed(() => this.#store.sessions().length - this.rows().length);
  protected readonly formatCount = formatCount;

  protected showMore(): void {
    this.#shown.update((shown) => shown + STEP);
  }

  protected opened(session: SessionView): string {
    return formatMoment(session.openedAt, this.#time.second());
  }

  protected lastEvent(session: SessionView): string {
    return formatAgo(Date.parse(session.lastEventAt), this.#time.second());
  }

  protected originHint(session: SessionView): string {
    if (session.origin === 'protocol') return PROTOCOL_HINT;
    return session.traceId ? `${DERIVED_HINT} Trace ${session.traceId}.` : DERIVED_HINT;
  }

  protected stateText({ state, endReason }: SessionView): string {
    if (state === 'open' || !endReason) return state;
    return `${state} (${endReason})`;
  }
}
