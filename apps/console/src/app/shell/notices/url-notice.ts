import { Component, inject } from '@angular/core';

import { Icon } from '../../ui/icons/icon.ts';
import { UrlState } from '../../view/url-state.ts';

/** Shows which parameters of the address are invalid, because the page would otherwise silently ignore them. */
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
              <strong>The address has an invalid parameter: {{ fault.name }}={{ fault.text }}.</strong>
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
