import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';

import { BrowserStorage } from '../storage/browser-storage.ts';
import { timeStyle, timeZone } from '../time/page-choices.ts';
import { StoredChoice, type ChoiceOptions } from './stored-choice.ts';

/** The display preferences, which apply to all pages. */
@Injectable({ providedIn: 'root' })
export class DisplayChoices {
  readonly #root = inject(DOCUMENT).documentElement;
  readonly #storage = inject(BrowserStorage);

  /** `system` follows the operating system. */
  readonly theme = this.#stored({
    key: 'crowsnest.theme',
    values: ['system', 'light', 'dark'],
    apply: (theme) => this.#mark('theme', theme),
  });
  readonly rows = this.#stored({
    key: 'crowsnest.rows',
    values: ['compact', 'comfortable'],
    apply: (rows) => this.#mark('rows', rows),
  });
  readonly times = this.#stored({
    key: 'crowsnest.times',
    values: timeStyle.values,
    apply: timeStyle.choose,
  });
  readonly zone = this.#stored({
    key: 'crowsnest.time-zone',
    values: timeZone.values,
    apply: timeZone.choose,
  });

  #stored<T extends string>(options: ChoiceOptions<T>): StoredChoice<T> {
    return new StoredChoice(this.#storage, options);
  }

  /** Style sheets select the attribute. */
  #mark(name: string, value: string): void {
    this.#root.dataset[name] = value;
  }
}
