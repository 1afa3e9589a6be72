import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SessionView } from '#contract';

import { actorOf } from '../feed/act-text.ts';
import { instanceFilter } from '../picture/instance-filter.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatSpan } from '../time/durations.ts';
import { formatWhen } from '../time/when.ts';
import type { SessionEvents } from './call-book.ts';

/** The texts of the reasons why a session ended. */
const REASONS: Partial<Record<string, string>> = {
  client: 'closed by the client',
  admin: 'ended by an administrator',
  shutdown: 'closed by the server’s shutdown',
  idle: 'idle for too long',
  'instance-lost': 'its server instance was lost',
};

/** A name, its value, whether that is a text of machines, and the query of a link to the events of it. */
type Fact = [
  name: string,
  value: string | undefined,
  isMono: boolean,
  query?: { filter: string } | undefined,
];

/** The facts of a session: its times, the reason of its end, its revision, tenant, principal and instance. */
@Component({
  selector: 'app-session-facts',
  imports: [RouterLink],
  template: `
    <p class="when">{{ when() }}</p>
    <dl>
      @for (fact of facts(); track fact[0]) {
        <div>
          <dt>{{ fact[0] }}</dt>
          <dd [class.mono]="fact[2]">
            @if (fact[3]; as query) {
              <a routerLink="/" [queryParams]="query">{{ fact[1] }}</a>
            } @else {
              {{ fact[1] }}
            }
          </dd>
        </div>
      }
    </dl>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-1);
      padding: 0 var(--edge) var(--space-2);
    }

    .when,
    dd {
      overflow-wrap: anywhere;
    }

    dd a {
      display: inline-block;
      /* Targets that lie close to each other are at least 24 pixels high. */
      padding-block: 0.25rem;
    }

    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--space-6);
      align-items: baseline;
    }

    dl > div {
      display: flex;
      gap: var(--space-2);
      align-items: baseline;
      min-width: 0;
    }

    dt {
      font-size: var(--text-small);
      color: var(--ink-soft);
      white-space: nowrap;
    }
  `,
})
export class SessionFacts {
  readonly session = input.required<SessionView>();
  readonly own = input.required<SessionEvents>();
  readonly #time = inject(PictureTime);

  protected readonly when = computed(() => {
    const { openedAt, endedAt } = this.session();
    const now = this.#time.second();
    const opened = Date.parse(openedAt);
    if (endedAt === undefined)
      return `Opened ${formatWhen(openedAt, now)}, open for ${formatSpan(now - opened)}`;
    const lasted = formatSpan(Date.parse(endedAt) - opened);
    return `From ${formatWhen(openedAt, now)} to ${formatWhen(endedAt, now)}, ${lasted}: ${this.#why()}`;
  });
  protected readonly facts = computed(() => {
    const { origin, protocolVersion, tenantId, principal, traceId, sessionId } = this.session();
    const stated = (this.own().open?.data ?? {}) as { upstream?: string; instance?: string };
    const derived = 'derived: calls grouped by tenant, key, client and trace';
    const instance = this.session().instance ?? stated.instance;
    const facts: Fact[] = [
      ['Origin', origin === 'derived' ? derived : 'protocol session', false],
      ['MCP', protocolVersion, false],
      ['Tenant', tenantId, false],
      ['Principal', principal, true],
      ['Trace', traceId, true],
      ['Upstream', stated.upstream, false],
      ['Observed in', this.session().source, true],
      ['Instance', instance, true, instance ? { filter: instanceFilter(instance) } : undefined],
      ['Session', sessionId, true],
    ];
    return facts.filter(([, value]) => value !== undefined && value !== '');
  });

  #why(): string {
    const { state, endReason = '' } = this.session();
    const command = this.own().command?.data;
    if (endReason === 'admin' && command)
      return `ended by ${actorOf(command)}${command.reason ? `: ${command.reason}` : ''}`;
    return REASONS[endReason] ?? (endReason || state);
  }
}
