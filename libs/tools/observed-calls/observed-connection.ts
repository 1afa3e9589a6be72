import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { EventPublisher } from '#events';
import type { PayloadKeeper } from '../payloads/payload-keeper.ts';
import { answerOf } from './call-answer.ts';
import { ObservedCall, type CallFailure, type CallOwner } from './observed-call.ts';
import type { RunningCalls } from './running-calls.ts';
import { abortNotice, calledOffAnswer, type Wire } from './wire.ts';

/** Where what is seen of calls goes. */
export interface Observation {
  publisher: EventPublisher;
  running: RunningCalls;
  payloads: PayloadKeeper;
}

/** What passes one transport: it starts and ends the calls that it sees. */
export class ObservedConnection {
  /** Calls in flight by JSON-RPC id; a client that uses an id twice at once has its calls told apart. */
  readonly #calls = new Map<RequestId, ObservedCall[]>();

  /** The abort notice that is being delivered: it comes from here, not from the agent. */
  #notice: JSONRPCMessage | undefined;

  constructor(
    private readonly owner: CallOwner,
    /** Asked for where a call is cancelled from here. */
    private readonly wire: () => Wire,
    private readonly observation: Observation,
  ) {}

  /** The call in flight that a handler serves. */
  callOf(id: RequestId): ObservedCall | undefined {
    return this.#calls.get(id)?.at(-1);
  }

  /** A message has come in from the agent. */
  received(message: JSONRPCMessage): void {
    if (!('method' in message) || message === this.#notice) return;
    if (message.method === 'tools/call' && 'id' in message) {
      this.#begin(message);
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
    const { payloads } = this.observation;
    const result = 'result' in message ? payloads.keep(message.result, 'result', call.tool) : undefined;
    if (answer.failure) call.fail(answer.failure, result);
    else call.succeed(answer.outcome, result);
  }

  /** Nothing more will be answered: what is in flight ends. */
  endAll(failure: CallFailure): void {
    for (const [id, calls] of this.#calls)
      for (const call of calls.slice()) this.#remove(id, call)?.fail(failure);
  }

  #begin(request: JSONRPCRequest): void {
    const { id, params } = request;
    const { publisher, running, payloads } = this.observation;
    const name = params?.['name'];
    const call = new ObservedCall(typeof name === 'string' ? name : '(unnamed)', this.owner, publisher);
    call.start(payloads.keep(params?.['arguments'], 'arguments', call.tool));
    const sameId = this.#calls.get(id);
    if (sameId) sameId.push(call);
    else this.#calls.set(id, [call]);
    const { callId, tool } = call;
    const { sessionId, tenantId } = this.owner;
    const cancel = (text: string): Promise<void> => this.#cancel(request, call, text);
    running.add({ callId, tool, sessionId, tenantId, cancel });
  }

  async #cancel(request: JSONRPCRequest, call: ObservedCall, text: string): Promise<void> {
    // The server knows the last of the calls that share an id, and no other.
    const known = this.callOf(request.id) === call;
    if (!this.#remove(request.id, call)) return;
    call.fail({ kind: 'cancelled', error: text });
    const wire = this.wire();
    const answered = wire.send(calledOffAnswer(request, text));
    if (known) this.#abort(wire, request.id, text);
    await answered;
  }

  #abort(wire: Wire, id: RequestId, text: string): void {
    this.#notice = abortNotice(id, text);
    wire.deliver(this.#notice);
    this.#notice = undefined;
  }

  #take(id: RequestId): ObservedCall | undefined {
    const call = this.#calls.get(id)?.at(0);
    return call && this.#remove(id, call);
  }

  /** Forgets a call that ends; undefined when it has ended already. */
  #remove(id: RequestId, call: ObservedCall): ObservedCall | undefined {
    const calls = this.#calls.get(id);
    const index = calls?.indexOf(call) ?? -1;
    if (!calls || index < 0) return undefined;
    if (calls.length === 1) this.#calls.delete(id);
    else calls.splice(index, 1);
    this.observation.running.remove({ callId: call.callId, tenantId: this.owner.tenantId });
    return call;
  }
}
