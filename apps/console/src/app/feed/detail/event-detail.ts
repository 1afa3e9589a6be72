import { Component, computed, inject, input, output, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CrowsnestEvent } from '#contract';

import { AgentNames } from '../../agents/agent-names.ts';
import { isOfCall } from '../../call/call.ts';
import { callLink } from '../../call/call-link.ts';
import { LiveConnection } from '../../picture/connection/live-connection.ts';
import { formatPreciseMoment } from '../../time/times.ts';
import { CopyButton } from '../../ui/copy-button.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { LongText } from '../../ui/long-text.ts';
import { TimeScope } from '../../view/time-scope.ts';
import { lookOf } from '../event-look.ts';
import { textOf } from '../event-text.ts';

/** What “around” an event is, in milliseconds before and after it. */
const AROUND_MS = 60_000;

/** Everything that a row of the feed has no room for: the whole text, the date, and the ids. */
@Component({
  selector: 'app-event-detail',
  imports: [CopyButton, Icon, LongText, RouterLink],
  templateUrl: './event-detail.html',
  styleUrl: './event-detail.css',
})
export class EventDetail {
  readonly event = input.required<CrowsnestEvent>();
  readonly dismiss = output();
  readonly #agents = inject(AgentNames);
  readonly #live = inject(LiveConnection);
  readonly #time = inject(TimeScope);
  readonly #answer = resource({
    params: () => this.event().id,
    loader: ({ params }) => this.#live.wholeEvent(params),
  });
  /** The event with its long texts; that of the row until it arrives. */
  readonly #whole = computed(() => (this.#answer.hasValue() ? this.#answer.value() : this.event()));

  /** The query that opens the panel of the call; null for other events. */
  protected readonly call = computed(() => (isOfCall(this.event()) ? callLink(this.event().id) : null));
  protected readonly look = computed(() => lookOf(this.event()));
  protected readonly text = computed(() => {
    return textOf(this.#whole(), this.#agents.find(this.event().sessionId)?.name);
  });
  protected readonly facts = computed(() => {
    const { id, type, sessionId, tenantId, timestamp, data } = this.event();
    const facts = [
      ['When', formatPreciseMoment(timestamp)],
      ['Type', type],
      ['Session', sessionId],
      ['Call', 'callId' in data ? data.callId : ''],
      ['Tenant', tenantId],
      ['Event', id],
    ];
    return facts.filter(([, value]) => value !== '');
  });
  /** Why the whole event is missing. */
  protected readonly problem = computed(() => this.#answer.error()?.message ?? null);
  protected readonly json = (): string => JSON.stringify(this.#whole(), null, 2);

  /** Shows the time around the event. The way back in the browser leads to the time that is shown now. */
  protected lookAround(): void {
    const at = Date.parse(this.event().timestamp);
    this.#time.choose({ kind: 'range', from: at - AROUND_MS, to: at + AROUND_MS });
  }
}
