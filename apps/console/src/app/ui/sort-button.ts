import { Component, input } from '@angular/core';

import { Icon } from './icons/icon.ts';

/** The direction in which a column sorts a table; a value of `aria-sort`. */
export type SortDirection = 'ascending' | 'descending' | 'none';

/** The label of a sortable column, as a button. */
@Component({
  selector: 'app-sort-button',
  imports: [Icon],
  template: `
    <button type="button">
      <ng-content />
      <app-icon name="arrowUp" [class.down]="direction() === 'descending'" />
    </button>
  `,
  styles: `
    button {
      display: inline-flex;
      gap: 0.2rem;
      align-items: center;
      min-height: 1.5rem;
      padding: 0 var(--space-1);
      margin-inline: calc(-1 * var(--space-1));
      font: inherit;
      color: inherit;
      cursor: pointer;
      background: none;
      border: 0;
      border-radius: var(--round-small);
    }

    /* The label of figures ends where they end. */
    :host-context(.number) button {
      flex-direction: row-reverse;
    }

    app-icon {
      visibility: hidden;
    }

    button:hover {
      color: var(--ink);
    }

    :host(:not([data-direction='none'])) {
      color: var(--ink);

      app-icon {
        visibility: visible;
      }
    }

    .down {
      rotate: 180deg;
    }
  `,
  host: { '[attr.data-direction]': 'direction()' },
})
export class SortButton {
  readonly direction = input.required<SortDirection>();
}
