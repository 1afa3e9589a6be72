/** The levels of log messages, from the most to the least talkative. */
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** The levels that the agents of a shared session have asked for. */
export class LogLevels {
  readonly #levels = new Map<object, string>();

  /** The level at which every agent gets what it wants; undefined if none has asked for one. */
  get lowest(): string | undefined {
    return [...this.#levels.values()].toSorted((a, b) => rankOf(a) - rankOf(b))[0];
  }

  set(agent: object, level: string): void {
    this.#levels.set(agent, level);
  }

  remove(agent: object): void {
    this.#levels.delete(agent);
  }

  /** Whether an agent wants a message of a level. One that has not asked for a level gets all. */
  wants(agent: object, level: unknown): boolean {
    const wanted = this.#levels.get(agent);
    return wanted === undefined || rankOf(String(level)) >= rankOf(wanted);
  }
}

/** A level that is not known is passed on. */
function rankOf(level: string): number {
  const rank = LEVELS.indexOf(level);
  return rank < 0 ? LEVELS.length : rank;
}
