import { Component, computed, inject } from '@angular/core';

import { Icon } from '../ui/icon.ts';
import type { IconName } from '../ui/icons.ts';
import { THEMES, ThemeChoice, type Theme } from './theme.ts';

const LOOKS: Record<Theme, { label: string; icon: IconName }> = {
  system: { label: 'System', icon: 'screen' },
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon' },
};

/** Selects the theme with three radio buttons that look like one control. */
@Component({
  selector: 'app-theme-toggle',
  imports: [Icon],
  template: `
    <fieldset>
      <legend>Theme</legend>
      @for (option of options(); track option.theme) {
        <label [title]="option.label + ' theme'">
          <input
            type="radio"
            name="theme"
            [value]="option.theme"
            [checked]="option.chosen"
            (change)="choice.choose(option.theme)"
          />
          <app-icon [name]="option.icon" />
          <span>{{ option.label }}</span>
        </label>
      }
    </fieldset>
  `,
  styleUrl: './theme-toggle.css',
})
export class ThemeToggle {
  protected readonly choice = inject(ThemeChoice);
  protected readonly options = computed(() =>
    THEMES.map((theme) => ({ theme, ...LOOKS[theme], chosen: theme === this.choice.theme() })),
  );
}
