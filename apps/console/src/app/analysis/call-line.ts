import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { callLink } from '../call/call-link.ts';
import { failureLookOf } from '../call/call-look.ts';
import { formatDuration } from '../time/durations.ts';
import { formatPreciseMoment } from '../time/times.ts';
import { formatWhen } from '../time/when.ts';
import { Icon } from '../ui/icons/icon.ts';
import { WholeText } from '../ui/whole-text/whole-text.ts';
import type { CallEnd } from './call-end.ts';
import { currentMoment } from './current-moment.ts';

/** A call in a list: its end, client, outcome and duration. A link opens the call. */
@Component({
  selector: 'app-call-line',
  imports: [Icon, RouterLink, WholeText],
  template: `
    @let shown = end();
    <a [routerLink]="[]" [queryParams]="link()" queryParamsHandling="merge"
      ><time class="mono" [attr.datetime]="iso()" [attr.title]="moment()">{{ time() }}</time></a
    >
    <span appWhole>{{ client() }}</span>
    <span class="word" [attr.data-tone]="look().tone"
      ><app-icon [name]="look().icon" />{{ look().word }}</span
    >
    <span class="number">{{ formatDuration(shown.durationMs) }}</span>
    @if (message()) {
      <span class="message" appWhole>{{ shown.failure?.error }}</span>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: 4.5rem minmax(4rem, 1fr) auto 4.5rem;
      gap: 0 var(--space-3);
      align-items: center;
      min-height: 1.5rem;
    }

    a {
      line-height: 1.5rem;
    }

    .word {
      display: inline-flex;
      gap: var(--space-1);
      align-items: center;
    }

    .number {
      text-align: end;
    }

    .message {
      grid-column: 2 / -1;
      padding-bottom: var(--space-1);
      color: var(--ink-soft);
    }
  `,
})
export class CallLine {
  readonly end = input.required<CallEnd>();
  readonly client = input.required<string>();
  /** Whether to show the message of a failure. */
  readonly message = input(false);

  readonly #now = currentMoment();

  protected readonly link = computed(() => callLink(this.end().id));
  protected readonly iso = computed(() => new Date(this.end().at).toISOString());
  protected readonly time = computed(() => formatWhen(this.iso(), this.#now()));
  protected readonly moment = computed(() => formatPreciseMoment(this.iso()));
  protected readonly look = computed(() => {
    const { failure } = this.end();
    return failure ? failureLookOf(failure.kind) : ({ icon: 'check', tone: 'quiet', word: 'done' } as const);
  });
  protected readonly formatDuration = formatDuration;
}
