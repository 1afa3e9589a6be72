import { compareEventIds, type EventId } from '#contract';
import type { Checkpoint } from '../event-log.ts';

/** A state as JSON: what it was made of goes on changing. */
interface KeptState {
  asOf: EventId;
  json: string;
}

/** Earlier states of projections, kept in memory. */
export class KeptStates {
  /** By the name of the projection, oldest first. */
  readonly #states = new Map<string, KeptState[]>();

  keep(name: string, { asOf, value }: Checkpoint): void {
    const others = this.#of(name).filter((state) => state.asOf !== asOf);
    const states = [...others, { asOf, json: JSON.stringify(value) }];
    this.#states.set(
      name,
      states.toSorted((a, b) => compareEventIds(a.asOf, b.asOf)),
    );
  }

  /** The newest state that includes no event after `id`. */
  at(name: string, id: EventId): Checkpoint | undefined {
    return restored(this.#of(name).findLast(({ asOf }) => compareEventIds(asOf, id) <= 0));
  }

  oldest(name: string): Checkpoint | undefined {
    return restored(this.#of(name)[0]);
  }

  /** Drops the states after which events are missing. */
  dropBefore(start: EventId): void {
    for (const states of this.#states.values()) {
      const first = states.findIndex(({ asOf }) => compareEventIds(asOf, start) >= 0);
      // Every commit asks, and hardly ever is there one to drop.
      if (first !== 0) states.splice(0, first < 0 ? states.length : first);
    }
  }

  #of(name: string): KeptState[] {
    return this.#states.get(name) ?? [];
  }
}

function restored(state: KeptState | undefined): Checkpoint | undefined {
  return state && { asOf: state.asOf, value: JSON.parse(state.json) as unknown };
}
