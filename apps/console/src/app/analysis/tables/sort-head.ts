import { Component, input, output } from '@angular/core';

import { SortButton, type SortDirection } from '../../ui/sort-button.ts';
import type { TableColumn, TableOrder } from './table-order.ts';

/** The head of a sortable table. Columns that do not sort are projected after the others. */
@Component({
  selector: 'tr[appSortHead]',
  imports: [SortButton],
  template: `
    @for (head of columns(); track head.column) {
      <th
        scope="col"
        [class]="head.class ?? ''"
        [class.number]="!head.text"
        [attr.aria-sort]="directionOf(head.column)"
      >
        <app-sort-button [direction]="directionOf(head.column)" (click)="sorted.emit(head)">{{
          head.label
        }}</app-sort-button>
      </th>
    }
    <ng-content />
  `,
})
export class SortHead {
  readonly columns = input.required<readonly TableColumn<string>[]>();
  readonly order = input.required<TableOrder<string>>();
  readonly sorted = output<TableColumn<string>>();

  protected directionOf(column: string): SortDirection {
    const order = this.order();
    if (order.column !== column) return 'none';
    return order.descending ? 'descending' : 'ascending';
  }
}
