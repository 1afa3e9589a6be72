import { Component, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';

/** The page for unknown addresses. */
@Component({
  selector: 'app-not-found',
  imports: [RouterLink],
  template: `
    <h1>There is no such page</h1>
    <p>
      The console has nothing at <code>{{ path }}</code
      >. The link may be wrong, or from another version.
    </p>
    <a class="button" routerLink="/">Go to the overview</a>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-3);
      align-content: start;
      justify-items: start;
      max-width: 40rem;
      padding: var(--space-6) var(--edge);
    }

    h1 {
      font-size: var(--text-title);
    }

    p {
      overflow-wrap: anywhere;
    }
  `,
})
export class NotFound {
  protected readonly path = inject(Router).url.split('?')[0];
}
