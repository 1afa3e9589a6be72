import type { Reporter } from '../reporting/reporter.ts';
import { cancelled, type Outcome } from './answer.ts';
import type { SessionOpen, WireData, WireType } from '../reporting/wire.ts';
import { OpenQuestions } from './open-questions.ts';

/** A call as its session knows it. */
interface RunningCall {
  end(outcome: Outcome): void;
}

const ENDED = { client: 'The connection was closed', shutdown: 'The server ended before the call did' };

/** A session, from its first event to its end. After it has expired it opens again with the next call. */
export class ObservedSession {
  #isOpen = false;
  #openedAt = 0;
  #lastActiveAt = performance.now();
  #calls = 0;
  readonly #running = new Set<RunningCall>();
  #questions: OpenQuestions | undefined;

  constructor(
    readonly id: string,
    private readonly facts: SessionOpen,
    private readonly reporter: Reporter,
  ) {}

  get origin(): SessionOpen['origin'] {
    return this.facts.origin;
  }

  /** What its calls have asked and nobody has answered. Created on first use, because few ask. */
  get questions(): OpenQuestions {
    return (this.#questions ??= new OpenQuestions());
  }

  /** Milliseconds without a call; 0 while one runs. */
  get idleMs(): number {
    return this.#running.size > 0 ? 0 : performance.now() - this.#lastActiveAt;
  }

  /** Opens the session unless it is open. Returns false if too many events wait. */
  open(): boolean {
    if (this.#isOpen) return true;
    if (!this.reporter.hasRoom) return false;
    this.#isOpen = true;
    this.#openedAt = performance.now();
    this.#calls = 0;
    this.reporter.add('session:open', this.id, this.facts);
    return true;
  }

  /** Records a message of the client. */
  touch(): void {
    this.#lastActiveAt = performance.now();
  }

  /** Begins a call. Returns false if it cannot be observed, because too many events wait. */
  begin(call: RunningCall, start: WireData['tool:start']): boolean {
    if (!this.open() || !this.reporter.hasRoom) return false;
    this.#calls += 1;
    this.#running.add(call);
    this.tell('tool:start', start);
    return true;
  }

  /** Ends a call that has begun. */
  end<T extends 'tool:done' | 'tool:error'>(call: RunningCall, type: T, data: WireData[T]): void {
    this.#running.delete(call);
    this.touch();
    this.tell(type, data);
  }

  tell<T extends WireType>(type: T, data: WireData[T]): void {
    this.reporter.add(type, this.id, data);
  }

  /** Ends the session, after the calls that still run. */
  close(reason: 'client' | 'shutdown'): void {
    for (const call of this.#running) call.end(cancelled(ENDED[reason]));
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const durationMs = Math.round(performance.now() - this.#openedAt);
    this.tell('session:close', { reason, durationMs, calls: this.#calls });
  }

  /** Ends the session because nothing happens in it. */
  expire(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.tell('session:expired', { reason: 'idle', idleMs: Math.round(this.idleMs), calls: this.#calls });
  }
}
