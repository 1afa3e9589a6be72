import { compareEventIds, type EventId, type IdsInCopy } from '#contract';

/** The parts of an id, which numbers represent exactly. A decimal id has no second part. */
type Parts = readonly [major: number, minor: number];

const NO_MINOR = -1;

/** The ids of copied events, before and after. As numbers, because there may be millions of them. */
export class CopiedIds implements IdsInCopy {
  readonly #before: [major: number[], minor: number[]] = [[], []];
  readonly #after: [major: number[], minor: number[]] = [[], []];

  /** `start`: the position in the copy before its first event. */
  constructor(private readonly start: EventId) {}

  get count(): number {
    return this.#before[0].length;
  }

  /** Adds an event. Call it in the order of the log. */
  add(before: EventId, after: EventId): void {
    push(this.#before, before);
    push(this.#after, after);
  }

  idOf(id: EventId): EventId | undefined {
    const index = this.#lastUpTo(id);
    return index >= 0 && idAt(this.#before, index) === id ? idAt(this.#after, index) : undefined;
  }

  positionOf(id: EventId): EventId {
    const index = this.#lastUpTo(id);
    return index < 0 ? this.start : idAt(this.#after, index);
  }

  /** The index of the last copied event that is not after `id`; -1 if there is none. */
  #lastUpTo(id: EventId): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareEventIds(idAt(this.#before, middle), id) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function push([majors, minors]: [number[], number[]], id: EventId): void {
  const [major, minor] = partsOf(id);
  majors.push(major);
  minors.push(minor);
}

function partsOf(id: EventId): Parts {
  const [major, minor] = id.split('-');
  return [Number(major), minor === undefined ? NO_MINOR : Number(minor)];
}

function idAt([majors, minors]: [number[], number[]], index: number): EventId {
  const minor = minors[index];
  return (minor === NO_MINOR ? String(majors[index]) : `${majors[index]}-${minor}`) as EventId;
}
