import { DOCUMENT } from '@angular/common';
import { effect, inject, Injectable, signal } from '@angular/core';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';

import { LiveConnection } from '../../picture/connection/live-connection.ts';
import { Trouble } from './trouble.ts';

/** Sets the title and icon of the tab: the name of the page, and whether it needs attention. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  readonly #document = inject(DOCUMENT);
  readonly #trouble = inject(Trouble).text;
  readonly #connection = inject(LiveConnection).state;
  readonly #page = signal('');

  /** The name of the page. */
  readonly page = this.#page.asReadonly();

  constructor() {
    super();
    effect(() => {
      const isReplay = this.#connection().phase === 'replay';
      const parts = [isReplay ? 'Replay' : this.#trouble(), this.#page(), 'Crowsnest'];
      this.#document.title = parts.filter((part) => part).join(' · ');
      this.#showIcon(!isReplay && this.#trouble() ? 'lookout-trouble.svg' : 'lookout.svg');
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.#page.set(this.buildTitle(snapshot) ?? '');
  }

  // Only on change, because the browser loads the icon each time that its address is set.
  #showIcon(address: string): void {
    const icon = this.#document.querySelector('link[rel=icon]');
    if (icon?.getAttribute('href') !== address) icon?.setAttribute('href', address);
  }
}
