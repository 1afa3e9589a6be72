import { Component, input, output } from '@angular/core';

/** The name of an expandable row, as a button. A long name is cut unless the row is open. */
@Component({
  selector: 'app-row-toggle',
  template: `
    <button
      type="button"
      class="cut"
      [class.wraps]="wraps()"
      [attr.aria-expanded]="open()"
      (click)="toggled.emit()"
    >
      <ng-content />
    </button>
  `,
  styles: `
    button {
      display: block;
      max-width: 100%;
      min-height: calc(var(--row) - 1px);
      padding: 0 var(--space-1);
      margin-left: calc(-1 * var(--space-1));
      font: inherit;
      color: inherit;
      text-align: start;
      cursor: pointer;
      background: none;
      border: 0;
      border-radius: var(--round-small);
    }

    button:hover {
      text-decoration: underline;
    }

    button:focus-visible {
      outline-offset: -2px;
    }

    /* On a phone there is room for more lines, and none for a message beside a name. */
    @container (width < 40rem) {
      .wraps {
        padding-block: 0.125rem;
        white-space: normal;
        overflow-wrap: anywhere;
      }
    }

    button[aria-expanded='true'] {
      padding-block: var(--space-1);
      white-space: normal;
      overflow-wrap: anywhere;
    }
  `,
})
export class RowToggle {
  readonly open = input.required<boolean>();
  /** Whether a narrow table shows all of the name, in several lines. */
  readonly wraps = input(false);
  readonly toggled = output();
}
