import { Component, input, output } from '@angular/core';

/** Says that something is missing, which is its content, and why. A button asks for it again. */
@Component({
  selector: 'p[appMissing]',
  template: `
    <ng-content /> {{ problem() }}
    <button type="button" class="button small" (click)="retried.emit()">Try again</button>
  `,
  host: { class: 'empty', role: 'alert' },
})
export class Missing {
  readonly problem = input.required<string>();
  readonly retried = output();
}
