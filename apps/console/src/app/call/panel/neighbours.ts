import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CrowsnestEvent, EventOf } from '#contract';

import { HistoryApi } from '../../api/routes/history-api.ts';
import { allOf, only, onlyTypes } from '../../filter/exact-filter.ts';
import { formatDuration } from '../../time/durations.ts';
import { beginOf, factOf, type Call } from '../call.ts';
import { callLink } from '../call-link.ts';

/** Number of calls before and after the open one. */
const EACH = 2;
/** Number of calls that are searched for the call that asked for input, or the one that answered. */
const NEAR = 200;

/** Another call of the same session. */
interface Neighbour {
  eventId: string;
  tool: string;
  /** When it began relative to the open call, with a sign; empty for the open call. */
  offset: string;
  /** Its relation to the open call, if there is one. */
  role: '' | 'asked' | 'answers';
}

/**
 * The calls of the same session that began just before and after a call, and the calls that it continues or that
 * continue it.
 */
@Component({
  selector: 'app-neighbours',
  imports: [RouterLink],
  template: `
    <h3 id="neighbours-title">Around it in this session</h3>
    @if (answer.error()) {
      <p class="soft" role="status">
        They could not be loaded.
        <button type="button" class="button small" (click)="answer.reload()">Try again</button>
      </p>
    }
    <ol aria-labelledby="neighbours-title" [attr.aria-busy]="answer.isLoading()">
      @for (one of shown(); track one.eventId) {
        <li>
          <a
            [routerLink]="[]"
            [queryParams]="callLink(one.eventId)"
            queryParamsHandling="merge"
            [attr.aria-current]="one.offset === '' || null"
          >
            <span class="offset mono">{{ one.offset || '0' }}</span>
            <span class="cut">{{ one.tool }}</span>
            @if (one.role !== '') {
              <span class="soft">{{ one.role === 'asked' ? 'asked for input' : 'gave the input' }}</span>
            }
          </a>
        </li>
      }
    </ol>
  `,
  styleUrl: './neighbours.css',
})
export class Neighbours {
  readonly call = input.required<Call>();
  readonly #history = inject(HistoryApi);
  protected readonly answer = resource({
    params: () => this.call().start ?? undefined,
    loader: ({ params }) => this.#read(params),
  });
  protected readonly shown = computed<Neighbour[]>(() => {
    const { tool, start } = this.call();
    const own = { eventId: start?.id ?? '', tool, offset: '', role: '' } as const;
    const { before, after } = this.answer.hasValue() ? this.answer.value() : { before: [], after: [] };
    return [...before, own, ...after];
  });
  protected readonly callLink = callLink;

  async #read(start: EventOf<'tool:start'>): Promise<{ before: Neighbour[]; after: Neighbour[] }> {
    const filter = allOf(onlyTypes('tool:start'), only('session', start.sessionId));
    const asked = factOf(this.call(), 'continues');
    const { end } = this.call();
    const asks = end?.type === 'tool:done' && end.data.outcome === 'input_required';
    const [before, after] = await Promise.all([
      this.#history.read({ filter, before: start.id, limit: asked === undefined ? EACH : NEAR }),
      this.#history.read({ filter, after: start.id, limit: asks ? NEAR : EACH }),
    ]);
    return {
      before: before.flatMap((event, at) =>
        this.#near(event, isAsked(event, asked), at >= before.length - EACH),
      ),
      after: after.flatMap((event, at) => this.#near(event, this.#answers(event), at < EACH)),
    };
  }

  #near(event: CrowsnestEvent, role: Neighbour['role'], isNear: boolean): Neighbour[] {
    if (event.type !== 'tool:start' || (role === '' && !isNear)) return [];
    const ms = Date.parse(event.timestamp) - beginOf(this.call());
    const offset = `${ms < 0 ? '−' : '+'}${formatDuration(Math.abs(ms))}`;
    return [{ eventId: event.id, tool: event.data.tool, offset, role }];
  }

  #answers(event: CrowsnestEvent): Neighbour['role'] {
    return event.type === 'tool:start' && event.data.continues === this.call().callId ? 'answers' : '';
  }
}

function isAsked(event: CrowsnestEvent, asked: string | undefined): Neighbour['role'] {
  return event.type === 'tool:start' && event.data.callId === asked ? 'asked' : '';
}
