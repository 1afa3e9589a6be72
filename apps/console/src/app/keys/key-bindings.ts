import { DOCUMENT } from '@angular/common';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

import { BrowserStorage } from '../storage/browser-storage.ts';
import { isForDialog, isForText, isPressedBySpace } from './key-target.ts';

/** A key or a sequence of keys, with its action. */
export interface KeyBinding {
  /** As shown to people: `/`, `Space`, `Esc`, `G S`, `Ctrl K`. `Ctrl` also stands for the command key of a Mac. */
  keys: string;
  /** The action as a short phrase. */
  does: string;
  /** Takes precedence over other bindings of the same keys, whatever their order. */
  first?: boolean;
  run: () => void;
}

/** Maximum time between the keys of a sequence, in milliseconds. */
const SEQUENCE_MS = 1_500;
/** Keys that the console calls otherwise than the browser does. */
const NAMES: Readonly<Record<string, string>> = { ' ': 'Space', Escape: 'Esc' };
const STORAGE_KEY = 'crowsnest.keys';

/**
 * Handles all keys of the console with one listener. Keys are ignored while a dialog is open. Keys without `Ctrl` are
 * also ignored in text fields, and if the admin has switched them off.
 */
@Injectable({ providedIn: 'root' })
export class KeyBindings {
  readonly #window = inject(DOCUMENT).defaultView as Window;
  readonly #bindings = signal<readonly KeyBinding[]>([]);
  readonly #acting = computed(() => {
    const first = this.#bindings().filter((binding) => binding.first);
    return new Map([...this.#bindings(), ...first].map((binding) => [binding.keys, binding]));
  });
  readonly #storage = inject(BrowserStorage);
  readonly #enabled = signal(this.#storage.read(STORAGE_KEY) !== 'off');
  #pressed: { keys: string; at: number } | undefined;

  /** The active bindings, in the order of the help sheet. */
  readonly bindings = computed(() =>
    [...this.#acting().values()].toSorted((a, b) => a.keys.localeCompare(b.keys)),
  );
  readonly enabled = this.#enabled.asReadonly();

  constructor() {
    const listener = (event: KeyboardEvent): void => this.#press(event);
    this.#window.addEventListener('keydown', listener);
    inject(DestroyRef).onDestroy(() => this.#window.removeEventListener('keydown', listener));
  }

  /** Binds keys until the owner is destroyed. The last binding of a key takes precedence. */
  bind(owner: DestroyRef, ...bindings: KeyBinding[]): void {
    this.#bindings.update((known) => [...known, ...bindings]);
    owner.onDestroy(() =>
      this.#bindings.update((known) => known.filter((binding) => !bindings.includes(binding))),
    );
  }

  /** Switches single keys on or off, and stores the choice in this browser. */
  enable(enabled: boolean): void {
    this.#enabled.set(enabled);
    this.#storage.write(STORAGE_KEY, enabled ? 'on' : 'off');
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || isForDialog(event)) return;
    if (event.ctrlKey || event.metaKey) return this.#run(`Ctrl ${event.key.toUpperCase()}`, event);
    if (!this.#enabled() || isForText(event)) return;
    if (event.key === ' ' && isPressedBySpace(event)) return;
    const key = NAMES[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
    const before =
      this.#pressed && event.timeStamp - this.#pressed.at < SEQUENCE_MS ? this.#pressed : undefined;
    const keys = before ? `${before.keys} ${key}` : key;
    const begins = this.#bindings().some((one) => one.keys.startsWith(`${keys} `));
    this.#pressed = begins ? { keys, at: event.timeStamp } : undefined;
    this.#run(keys, event);
  }

  #run(keys: string, event: KeyboardEvent): void {
    const binding = this.#acting().get(keys);
    if (!binding) return;
    event.preventDefault();
    binding.run();
  }
}
