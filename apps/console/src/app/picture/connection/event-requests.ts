import type { CrowsnestEvent, EventId } from '#contract';

import { DEADLINES } from '../../api/deadlines.ts';
import type { ToHost, WholeEvent } from '../../live/messages.ts';

interface Pending {
  resolve(answer: WholeEvent): void;
  timer: ReturnType<typeof setTimeout>;
}

/** The pending requests for complete events. */
export class EventRequests {
  readonly #pending = new Map<number, Pending>();
  #asked = 0;

  constructor(private readonly send: (message: ToHost) => void) {}

  /** Requests an event from the host. Rejects with the reason if there is none, or if no answer comes in time. */
  async ask(id: EventId): Promise<CrowsnestEvent> {
    const request = (this.#asked += 1);
    const answer = await new Promise<WholeEvent>((resolve) => {
      const timer = setTimeout(
        () => this.answer(request, { problem: 'The server does not answer.' }),
        // Longer than the deadline of the host's own request to the log.
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

  /** Rejects all requests, because the next admin must not see their answers. */
  abandon(): void {
    for (const request of this.#pending.keys())
      this.answer(request, { problem: 'The request was cancelled.' });
  }
}
