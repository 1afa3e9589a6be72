import { Component, computed, input } from '@angular/core';
import type { SessionView } from '#contract';

import { currentMinute } from '../analysis/links/session-links.ts';
import type { Call } from '../call/call.ts';
import { CountLink } from '../ui/count-link.ts';
import { countsOf, idleOf, latenciesOf } from './figures-of.ts';

/** The figures of a session. Percentiles and idle time are computed from the calls that have been read. */
@Component({
  selector: 'app-session-figures',
  imports: [CountLink],
  template: `
    <dl>
      @for (figure of figures(); track figure.name) {
        <div>
          <dt>{{ figure.name }}</dt>
          <dd [attr.data-tone]="figure.isBad ? 'bad' : null">
            <app-count
              [value]="figure.value"
              [of]="figure.of"
              [shows]="figure.shows"
              [query]="figure.query"
            />
          </dd>
        </div>
      }
    </dl>
  `,
  styleUrl: './session-figures.css',
})
export class SessionFigures {
  readonly session = input.required<SessionView>();
  readonly calls = input.required<readonly Call[]>();
  /** Whether all calls of the session have been read. */
  readonly complete = input.required<boolean>();
  readonly #minute = currentMinute();

  protected readonly figures = computed(() => [
    ...countsOf(this.session(), this.calls(), this.#minute()),
    ...latenciesOf(this.session(), this.calls(), this.#minute()),
    idleOf(this.session(), this.calls(), this.complete()),
  ]);
}
