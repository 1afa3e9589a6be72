import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';

/** Desktop notifications, if the browser supports them. */
@Injectable({ providedIn: 'root' })
export class Notifications {
  readonly #window = inject(DOCUMENT).defaultView as (Window & { Notification?: typeof Notification }) | null;

  /** Requests the permission unless it is already decided. Resolves with whether it is granted. */
  async allow(): Promise<boolean> {
    const { Notification: Native } = this.#window ?? {};
    if (!Native) return false;
    const permission = Native.permission === 'default' ? await Native.requestPermission() : Native.permission;
    return permission === 'granted';
  }

  /** Shows a notification. A later one with the same tag replaces it. A click focuses this tab. */
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
