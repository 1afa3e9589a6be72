import type { CrowsnestEvent, EventId } from '#contract';

import { DEADLINES } from '../api/deadlines.ts';
import type { ToHost, WholeEvent } from '../live/messages.ts';

interface Pending {
  resolve(answer: WholeEvent): void;
  timer: ReturnType<typeof setTimeout>;
}

/** The requests for whole events that the host has not answered yet. */
export class EventRequests {
  readonly #pending = new Map<number, Pending>();
  #asked = 0;

  constructor(private readonly send: (message: ToHost) => void) {}

  /** Asks for an event. Rejects with the reason if there is none, or if no answer comes in time. */
  async ask(id: EventId): Promise<CrowsnestEvent> {
    const request = (this.#asked += 1);
    const answer = await new Promise<WholeEvent>((resolve) => {
      const timer = setTimeout(
        () => this.answer(request, { problem: 'The server does not answer.' }),
        // The host's own request for the log has a deadline already.
        2 * DEADLINES.request,
      );
      this.#pending.set(request, { resolve, timer });
      this.send({ kind: 'event', request, id });
    });
    if ('problem' in answer) throw new Error(answer.problem);
    return answer.event;
  }

  answer(request: number, answer: WholeEvent): void {
    const pending = this.#pending.get(request);
    if (!pending) return;
    this.#pending.delete(request);
    clearTimeout(pending.timer);
    pending.resolve(answer);
  }

  /** Ends all requests: nobody may see their answers any more. */
  abandon(): void {
    for (const request of this.#pending.keys())
      this.answer(request, { problem: 'The request was cancelled.' });
  }
}
