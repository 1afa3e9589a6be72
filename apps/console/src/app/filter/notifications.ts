import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';

/** Desktop notifications, if the browser supports them. One tab at a time shows those of all tabs. */
@Injectable({ providedIn: 'root' })
export class Notifications {
  readonly #document = inject(DOCUMENT);
  readonly #window = this.#document.defaultView as (Window & { Notification?: typeof Notification }) | null;
  #isSpeaker = false;

  constructor() {
    const { locks } = (this.#window?.navigator ?? {}) as Partial<Navigator>;
    if (locks) void locks.request(`Crowsnest notifications ${this.#document.baseURI}`, () => this.#speak());
    else this.#isSpeaker = true;
  }

  /** Requests the permission unless it is already decided. Resolves with whether it is granted. */
  async allow(): Promise<boolean> {
    const { Notification: Native } = this.#window ?? {};
    if (!Native) return false;
    const permission = Native.permission === 'default' ? await Native.requestPermission() : Native.permission;
    return permission === 'granted';
  }

  /** Shows a notification, unless another tab does. A later one with the same tag replaces it. A click focuses this tab. */
  show(title: string, body: string, tag: string, clicked: () => void): void {
    const { Notification: Native } = this.#window ?? {};
    if (!this.#isSpeaker || Native?.permission !== 'granted') return;
    const notification = new Native(title, { body, tag });
    notification.addEventListener('click', () => {
      this.#window?.focus();
      notification.close();
      clicked();
    });
  }

  /** Shows the notifications of all tabs until this one is closed. */
  #speak(): Promise<never> {
    this.#isSpeaker = true;
    return new Promise(() => undefined);
  }
}
