import { Component, computed, input } from '@angular/core';

import { ICONS, type IconName } from './icons.ts';

/** An icon next to a text with the same meaning, hidden from assistive technology. */
@Component({
  selector: 'app-icon',
  template: `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path [attr.d]="path()" /></svg>`,
  styleUrl: './icon.css',
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => ICONS[this.name()]);
}
