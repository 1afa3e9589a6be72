import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { lastSeenOf, type SessionView } from '#contract';

import { callLinks, currentMinute } from '../analysis/links/session-links.ts';
import { Commands } from '../commands/commands.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatSpan } from '../time/durations.ts';
import { formatMoment } from '../time/times.ts';
import { exactTime, formatWhen } from '../time/when.ts';
import { CountLink } from '../ui/count-link.ts';
import { Icon } from '../ui/icons/icon.ts';
import { formatCount } from '../ui/numbers.ts';
import { WholeText } from '../ui/whole-text/whole-text.ts';
import { UrlState } from '../view/url-state.ts';
import type { RunningIn } from './running-in.ts';

/** Number of letters of a trace id that tell traces apart. */
const TRACE_LETTERS = 8;

/** The cells of a row: a session, or several that are one piece of work. */
@Component({
  // A row of a table can only be a tr.
  selector: 'tr[appSessionCells]',
  imports: [CountLink, Icon, RouterLink, WholeText],
  templateUrl: './session-cells.html',
  styleUrl: './session-cells.css',
  host: { '[class.ended]': "session().state !== 'open'", '[class.member]': 'isMember()' },
})
export class SessionCells {
  readonly session = input.required<SessionView>();
  /** The sessions that the row stands for, if they are several. */
  readonly members = input<readonly SessionView[]>([]);
  /** Whether the sessions of the row are shown below it. */
  readonly isOpen = input(false);
  /** Whether it is shown below the row of its work. */
  readonly isMember = input(false);
  /** What runs in it now; null for nothing, and where a past range is shown. */
  readonly running = input<RunningIn | null>(null);
  readonly toggled = output();
  readonly #second = inject(PictureTime).second;
  readonly #minute = currentMinute();
  protected readonly commands = inject(Commands);
  protected readonly kept = inject(UrlState).kept;

  protected readonly count = computed(() => Math.max(1, this.members().length));
  protected readonly links = computed(() => {
    const members = this.members().length > 1 ? this.members() : [this.session()];
    return callLinks(members, this.#minute());
  });
  protected readonly trace = computed(() => this.session().traceId?.slice(0, TRACE_LETTERS));
  /** What tells sessions of one client apart. */
  protected readonly opened = computed(() => formatMoment(this.session().openedAt, this.#second()));
  protected readonly openedWhen = computed(() => formatWhen(this.session().openedAt, this.#second()));
  protected readonly lastSeen = computed(() => lastSeenOf(this.session()));
  protected readonly lastSeenWhen = computed(() => formatWhen(this.lastSeen(), this.#second()));
  protected readonly duration = computed(() => {
    const { openedAt, endedAt } = this.session();
    return formatSpan((endedAt === undefined ? this.#second() : Date.parse(endedAt)) - Date.parse(openedAt));
  });
  /** Why it ended, to be written after its state. */
  protected readonly reason = computed(() => {
    const { state, endReason } = this.session();
    return state === 'open' || !endReason ? '' : ` (${endReason})`;
  });
  protected readonly isPending = computed(() => this.commands.isPending(this.session().sessionId));
  protected readonly exactTime = exactTime;
  protected readonly formatCount = formatCount;
  protected readonly formatSpan = formatSpan;

  protected end(): void {
    const session = this.session();
    if (!this.isPending()) this.commands.questions.ask({ kind: 'end-session', session });
  }
}
