import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Identity } from '../../identity/identity.ts';
import { CopyButton } from '../../ui/copy-button.ts';

/** The id of a trace, with links to its events and, if the server names one, to its page in another system. */
@Component({
  selector: 'app-trace-links',
  imports: [CopyButton, RouterLink],
  template: `
    <a class="mono" routerLink="/" [queryParams]="events()">{{ traceId() }}</a>
    <p class="actions">
      @if (page(); as page) {
        <a [href]="page" target="_blank" rel="noopener noreferrer"
          >Open trace<span class="cdk-visually-hidden"> in a new tab</span></a
        >
      }
      <app-copy-button label="Copy trace id" [text]="traceId()" />
    </p>
  `,
  styles: `
    a {
      display: inline-block;
      /* Targets that lie close to each other are at least 24 pixels high. */
      padding-block: 0.25rem;
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
      align-items: baseline;
      margin: 0;
    }
  `,
})
export class TraceLinks {
  readonly traceId = input.required<string>();
  readonly #identity = inject(Identity);

  protected readonly events = computed(() => ({ filter: `trace:${this.traceId()}` }));
  protected readonly page = computed(() => {
    const state = this.#identity.state();
    const template = 'admin' in state ? state.admin.traceUrl : undefined;
    return template?.replaceAll('{traceId}', this.traceId());
  });
}
