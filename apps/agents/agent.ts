import { backOffMs } from './back-off.ts';
import { withCancellation } from './cancellation.ts';
import type { Character } from './character.ts';
import {
  ConnectionLost,
  type Answer,
  type Call,
  type Connection,
  type Destination,
} from './connections/connection.ts';
import { describeAnswer, describeCall, progressTeller, type Tell } from './narration.ts';
import type { Pause } from './pause.ts';
import type { Random } from './random.ts';
import type { AgentTotals } from './agent-totals.ts';

/** How long an agent waits for a server that does not answer, in milliseconds. */
const PATIENCE_MS = 120_000;
/** People and models think between two calls. */
const THINKING_MS: [number, number] = [500, 3_000];

/** What an agent works with. */
export interface Surroundings {
  destination: Destination;
  random: Random;
  pause: Pause;
  /** Writes one line about what the agent does. */
  tell: Tell;
  /** Aborts when the agent has to stop. */
  stop: AbortSignal;
}

/** One demo agent. It connects, calls tools at its own pace, disconnects and connects again until it is stopped. */
export class Agent {
  readonly totals: AgentTotals = { visits: 0, calls: 0, failed: 0, cancelled: 0 };

  constructor(
    private readonly character: Character,
    private readonly around: Surroundings,
  ) {}

  /** Rejects when the server denies access, or when it stays unreachable for two minutes. */
  async live(): Promise<void> {
    const { stop } = this.around;
    while (!stop.aborted) {
      const connection = await this.#connectPatiently();
      if (!connection) return;
      this.totals.visits += 1;
      this.around.tell(`connected (${connection.description})`);
      await this.#visit(connection);
      await this.#think();
    }
  }

  async #connectPatiently(): Promise<Connection | undefined> {
    const { destination, pause, random, stop, tell } = this.around;
    for (let attempt = 0, waited = 0; !stop.aborted; attempt += 1) {
      try {
        return await this.character.connect(destination, this.character);
      } catch (error) {
        if (!(error instanceof ConnectionLost) || waited > PATIENCE_MS) throw error;
        if (attempt === 0) tell(`waiting for ${destination.url.href} (${error.message})`);
        const wait = backOffMs(attempt, random);
        waited += wait;
        await pause(wait, stop);
      }
    }
    return undefined;
  }

  async #visit(connection: Connection): Promise<void> {
    const { random, stop, tell } = this.around;
    try {
      for (let left = random.whole(...this.character.callsPerVisit); left > 0 && !stop.aborted; left -= 1) {
        await this.#call(connection, this.character.decideOnCall(random));
        await this.#think();
      }
      await this.#leave(connection);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      tell(`lost the connection: ${error.message}`);
      await connection.vanish();
    }
  }

  async #call(connection: Connection, call: Call): Promise<void> {
    const { stop, tell } = this.around;
    const onProgress = progressTeller(call, tell);
    const startedAt = performance.now();
    const answer = await withCancellation(stop, call.patienceMs, (signal) =>
      connection.callTool(call, { signal, onProgress }),
    );
    this.#count(answer);
    tell(`${describeCall(call)} ${describeAnswer(answer, performance.now() - startedAt)}`);
  }

  #count({ outcome }: Answer): void {
    this.totals.calls += 1;
    if (outcome !== 'ok') this.totals[outcome] += 1;
  }

  // An agent that is stopped always ends its session, so that the demo leaves no session behind.
  async #leave(connection: Connection): Promise<void> {
    const { stop, tell } = this.around;
    if (this.character.leaves === 'with a goodbye' || stop.aborted) {
      await connection.sayGoodbye();
      tell('left in order');
    } else {
      await connection.vanish();
      tell('left without a word');
    }
  }

  async #think(): Promise<void> {
    const { pause, random, stop } = this.around;
    await pause(random.between(...THINKING_MS), stop);
  }
}
