import { signal, type Signal, type WritableSignal } from '@angular/core';

import type { BrowserStorage } from '../storage/browser-storage.ts';

/** The values of a preference, its storage key, and its effect. */
export interface ChoiceOptions<T extends string> {
  /** The first value is the default. */
  values: readonly [T, ...T[]];
  key: string;
  apply: (value: T) => void;
}

/** A preference that is stored in this browser. */
export class StoredChoice<T extends string> {
  readonly #value: WritableSignal<T>;
  readonly value: Signal<T>;
  readonly values: readonly T[];

  constructor(
    private readonly storage: BrowserStorage,
    private readonly options: ChoiceOptions<T>,
  ) {
    const { values, key, apply } = options;
    const stored = storage.read(key);
    this.values = values;
    this.#value = signal(values.find((value) => value === stored) ?? values[0]);
    this.value = this.#value.asReadonly();
    apply(this.value());
  }

  choose(value: T): void {
    this.#value.set(value);
    this.options.apply(value);
    this.storage.write(this.options.key, value);
  }

  /** Selects the next value, or the first one after the last. */
  next(): void {
    const { values } = this.options;
    this.choose(values[values.indexOf(this.value()) + 1] ?? values[0]);
  }
}
