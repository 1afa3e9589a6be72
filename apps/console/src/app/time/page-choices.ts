import { signal, type Signal } from '@angular/core';

/** A choice for all times of the page. As a signal, it updates formatted times when it changes. */
class PageChoice<const T extends string> {
  readonly #value;
  readonly value: Signal<T>;

  /** The first value is the default. */
  constructor(readonly values: readonly [T, ...T[]]) {
    this.#value = signal<T>(values[0]);
    this.value = this.#value.asReadonly();
  }

  readonly choose = (value: T): void => this.#value.set(value);
}

/** How lists and tables tell when something happened: by the time of day, or by the time passed since. */
export const timeStyle = new PageChoice(['absolute', 'relative']);

/** The zone that times are written in. */
export const timeZone = new PageChoice(['local', 'utc']);
export type TimeZone = (typeof timeZone.values)[number];
