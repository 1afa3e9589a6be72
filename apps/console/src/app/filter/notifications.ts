import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';

/** The notifications of the desktop, where the browser has them. */
@Injectable({ providedIn: 'root' })
export class Notifications {
  readonly #window = inject(DOCUMENT).defaultView as (Window & { Notification?: typeof Notification }) | null;

  /** Asks the browser for the permission, if it has not decided yet. Resolves with whether it is given. */
  async allow(): Promise<boolean> {
    const { Notification: Native } = this.#window ?? {};
    if (!Native) return false;
    const permission = Native.permission === 'default' ? await Native.requestPermission() : Native.permission;
    return permission === 'granted';
  }

  /** Shows a notification. Another one with the same tag takes its place. A click leads to this tab. */
  show(title: string, body: string, tag: string, clicked: () => void): void {
    const { Notification: Native } = this.#window ?? {};
    if (Native?.permission !== 'granted') return;
    const notification = new Native(title, { body, tag });
    notification.addEventListener('click', () => {
      this.#window?.focus();
      notification.close();
      clicked();
    });
  }
}
