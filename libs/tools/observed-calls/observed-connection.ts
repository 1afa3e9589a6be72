import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import type { EventPublisher } from '#events';
import { answerOf } from './call-answer.ts';
import { ObservedCall, type CallFailure, type CallOwner } from './observed-call.ts';

/** What passes one transport: it starts and ends the calls that it sees. */
export class ObservedConnection {
  /** Calls in flight by JSON-RPC id; a client that uses an id twice at once has its calls told apart. */
  readonly #calls = new Map<RequestId, ObservedCall[]>();

  constructor(
    private readonly owner: CallOwner,
    private readonly publisher: EventPublisher,
  ) {}

  /** The call in flight that a handler serves. */
  callOf(id: RequestId): ObservedCall | undefined {
    return this.#calls.get(id)?.at(-1);
  }

  /** A message has come in from the agent. */
  received(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if (message.method === 'tools/call' && 'id' in message) {
      const name = message.params?.['name'];
      const call = new ObservedCall(
        typeof name === 'string' ? name : '(unnamed)',
        this.owner,
        this.publisher,
      );
      this.#calls.set(message.id, [...(this.#calls.get(message.id) ?? []), call]);
    } else if (message.method === 'notifications/cancelled') {
      const { requestId, reason } = (message.params ?? {}) as { requestId?: RequestId; reason?: unknown };
      const error =
        typeof reason === 'string' && reason
          ? `Cancelled by the client: ${reason}`
          : 'Cancelled by the client';
      if (requestId !== undefined) this.#take(requestId)?.fail({ kind: 'cancelled', error });
    }
  }

  /** A message is about to go out to the agent. */
  sent(message: JSONRPCMessage): void {
    if ('method' in message || message.id === undefined) return;
    const call = this.#take(message.id);
    if (!call) return;
    const answer = answerOf(message, call.entered);
    if (answer.failure) call.fail(answer.failure);
    else call.succeed(answer.outcome);
  }

  /** Nothing more will be answered: what is in flight ends. */
  endAll(failure: CallFailure): void {
    const calls = [...this.#calls.values()].flat();
    this.#calls.clear();
    for (const call of calls) call.fail(failure);
  }

  #take(id: RequestId): ObservedCall | undefined {
    const [call, ...others] = this.#calls.get(id) ?? [];
    if (others.length > 0) this.#calls.set(id, others);
    else this.#calls.delete(id);
    return call;
  }
}
