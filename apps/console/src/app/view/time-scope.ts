import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

import { choiceParameter, type Parameter, type ParameterFault } from './parameter.ts';
import { ServerClock } from './server-clock.ts';
import { UrlState } from './url-state.ts';

/** The named spans up to now, in milliseconds. */
export const SPANS = { '15m': 15 * 60_000, '1h': 3_600_000, '24h': 86_400_000 } as const;

/** The name of one of the spans. */
export type Span = keyof typeof SPANS;

/** A range in milliseconds since 1970: `from` ≤ time < `to`. */
export interface TimeRange {
  from: number;
  to: number;
}

/** The time that the console shows. `replay`: a range is played as if it were live, and `at` is the current moment. */
export type TimeChoice =
  | { kind: 'live' }
  | { kind: 'last'; span: Span }
  | ({ kind: 'range' } & TimeRange)
  | ({ kind: 'replay'; at: number } & TimeRange);

const LAST = choiceParameter('last', ['', '15m', '1h', '24h'] as const);
const FROM = timeParameter('from');
const TO = timeParameter('to');
const REPLAY = timeParameter('replay');

/** The time of the URL: live, a range, or a replay of one. */
@Injectable({ providedIn: 'root' })
export class TimeScope {
  readonly #url = inject(UrlState);
  /** Spans end at the time of the server, which sets the time of events. */
  readonly #clock = inject(ServerClock);
  readonly #owner = inject(DestroyRef);
  readonly #last = this.#url.value(LAST, this.#owner);
  readonly #from = this.#url.value(FROM, this.#owner);
  readonly #to = this.#url.value(TO, this.#owner);
  readonly #replay = this.#url.value(REPLAY, this.#owner);
  /** When a span up to now was last selected or reloaded, on this machine's clock. */
  readonly #lookedAt = signal(Date.now());

  readonly choice = computed<TimeChoice>(
    () => {
      const [span, from, to, at] = [this.#last(), this.#from(), this.#to(), this.#replay()];
      if (from !== null && to !== null && from < to)
        return at !== null && from <= at && at <= to
          ? { kind: 'replay', from, to, at }
          : { kind: 'range', from, to };
      return span === '' ? { kind: 'live' } : { kind: 'last', span };
    },
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  /** The past range that is shown; null for the live picture and a replay, which feeds the live picture. */
  readonly range = computed<TimeRange | null>(() => {
    const choice = this.choice();
    if (choice.kind === 'range') return { from: choice.from, to: choice.to };
    if (choice.kind !== 'last') return null;
    const to = this.#lookedAt() + this.#clock.aheadMs();
    return { from: to - SPANS[choice.span], to };
  });

  constructor() {
    this.#url.check(() => this.#faults(), this.#owner);
  }

  /**
   * Shows another time. A moment of a replay replaces the history entry, so that Back does not step through all of
   * them.
   */
  choose(choice: TimeChoice): void {
    this.#lookedAt.set(Date.now());
    const isMoment = choice.kind === 'replay' && this.choice().kind === 'replay';
    this.#url.change(
      {
        [LAST.name]: choice.kind === 'last' ? choice.span : null,
        [FROM.name]: 'from' in choice ? FROM.write(choice.from) : null,
        [TO.name]: 'to' in choice ? TO.write(choice.to) : null,
        [REPLAY.name]: choice.kind === 'replay' ? REPLAY.write(choice.at) : null,
      },
      { replace: isMoment },
    );
  }

  /** Moves a span up to now to the current time. */
  reload(): void {
    this.#lookedAt.set(Date.now());
  }

  /** The faults in the combination of the parameters. */
  #faults(): ParameterFault[] {
    const [span, from, to, at] = [this.#last(), this.#from(), this.#to(), this.#replay()];
    const faults: ParameterFault[] = [];
    const add = (one: Parameter<number | null>, value: number | null, problem: string): void => {
      if (value !== null) faults.push({ name: one.name, text: one.write(value) ?? '', problem });
    };
    if (to === null) add(FROM, from, 'Write the end of the range as well, as to.');
    else if (from === null) add(TO, to, 'Write the beginning of the range as well, as from.');
    else if (from >= to) add(TO, to, 'Write a time after from.');
    else if (at !== null && (at < from || at > to)) add(REPLAY, at, 'Write a time between from and to.');
    if (from === null && to === null) add(REPLAY, at, 'Write from and to as well, the range to be replayed.');
    if (span !== '' && (from !== null || to !== null))
      faults.push({ name: LAST.name, text: span, problem: 'Write either last, or from and to.' });
    return faults;
  }
}

/**
 * Returns a parameter that holds a time: ISO 8601 in the URL, milliseconds since 1970 as a value; null if it is absent.
 */
function timeParameter(name: string): Parameter<number | null> {
  return {
    name,
    absent: null,
    read(text) {
      const value = Date.parse(text);
      return Number.isNaN(value)
        ? { problem: `Write ${name} as ISO 8601, such as ${new Date(0).toISOString()}.` }
        : { value };
    },
    write: (value) => (value === null ? null : new Date(value).toISOString()),
  };
}
