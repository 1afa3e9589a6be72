import { Component } from '@angular/core';

/** The logo: a crow's nest on a mast. */
@Component({
  selector: 'app-lookout-mark',
  template: `
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <rect class="ground" width="32" height="32" rx="7" />
      <g class="line">
        <path d="M16 4v9M16 20v8M9 13h14l-2 7H11z" />
        <path class="flag" d="m16 4 6 2.2-6 2.2z" />
      </g>
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    .ground {
      fill: #0f2a3d;
    }
    .line {
      fill: none;
      stroke: #7fd4e8;
      stroke-width: 2.2;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .flag {
      fill: #7fd4e8;
      stroke-width: 1;
    }
  `,
})
export class LookoutMark {}
