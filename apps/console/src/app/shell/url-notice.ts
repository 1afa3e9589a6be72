import { Component, inject } from '@angular/core';

import { Icon } from '../ui/icon.ts';
import { UrlState } from '../view/url-state.ts';

/** Tells which parts of the address the console does not understand, instead of showing something else in silence. */
@Component({
  selector: 'app-url-notice',
  imports: [Icon],
  template: `
    @if (url.faults(); as faults) {
      @if (faults.length > 0) {
        <div class="notice" data-tone="slow" role="alert">
          <app-icon name="alert" />
          <p>
            @for (fault of faults; track fault.name) {
              <strong>The address says {{ fault.name }}={{ fault.text }}, which means nothing here.</strong>
              {{ fault.problem }}
            }
          </p>
          <button type="button" class="button small" (click)="url.clearFaults()">
            <app-icon name="close" />Leave it out
          </button>
        </div>
      }
    }
  `,
  styleUrl: './notice.css',
})
export class UrlNotice {
  protected readonly url = inject(UrlState);
}
