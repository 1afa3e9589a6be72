import type { INestApplication } from '@nestjs/common';
import { collectEvents, type EventCollection } from '#testing';
import { awaitEvent } from '../environment/await-event.ts';
import { asAdmin } from '../server/admin-api.ts';
import type { Random } from '../environment/random.ts';
import type { MixedAgent, Seen } from './mixed-agent.ts';
import { MixedTools, type HeldCall } from './mixed-tools.ts';
import type { CallEnd } from './known-call.ts';

/** A call that the agent has in flight. */
export interface CallInFlight extends HeldCall {
  answer: Promise<Seen>;
  cancel: () => void;
}

/** Where agents and an admin meet. Both sides record what happens. */
export class Scene {
  readonly record: EventCollection;
  /** Everything that an agent or the admin did not expect. */
  readonly surprises: string[] = [];
  /** Number of accepted commands. */
  commands = 0;
  readonly #tools: MixedTools;
  #keys = 0;

  constructor(
    readonly app: INestApplication,
    readonly origin: string,
    readonly random: Random,
  ) {
    this.record = collectEvents(app);
    this.#tools = app.get(MixedTools);
  }

  /** Makes concurrent calls, and records the expected end of each. Calls without a session do not count. */
  async perform(agent: MixedAgent, calls: [string, Record<string, unknown>, CallEnd][]): Promise<void> {
    const seen = await Promise.all(calls.map(([tool, args]) => agent.call(tool, args)));
    const made = calls.filter((_, index) => seen[index] !== 'no session');
    agent.ledger.push(made.map(([tool, , end]) => ({ tool, end })));
    for (const [index, [tool, , end]] of calls.entries()) {
      const actual = seen[index];
      if (actual !== end && actual !== 'no session')
        this.surprises.push(`${agent.name}: ${tool} was to be ${end}, and was ${actual}`);
    }
    if (made.length < calls.length) await this.comeBack(agent);
  }

  /** Starts calls and waits until their handlers were entered. */
  async hold(agent: MixedAgent, count: number): Promise<[CallInFlight, ...CallInFlight[]]> {
    const held = [await this.#holdOne(agent)] as [CallInFlight, ...CallInFlight[]];
    while (held.length < count) held.push(await this.#holdOne(agent));
    return held;
  }

  /** Records how held calls ended, which their agent must have seen. */
  async settle(agent: MixedAgent, held: CallInFlight[], end: CallEnd, seen: Seen = end): Promise<void> {
    agent.ledger.push(held.map(() => ({ tool: 'hold', end })));
    for (const { answer } of held) {
      const actual = await answer;
      if (actual !== seen)
        this.surprises.push(`${agent.name}: hold was to be seen as ${seen}, and was ${actual}`);
    }
  }

  async comeBack(agent: MixedAgent): Promise<void> {
    await agent.vanish();
    await agent.connect();
  }

  /** Sends a command, and returns its status. */
  async command(method: 'POST' | 'DELETE', path: string): Promise<number> {
    const { status } = await asAdmin(this.origin, path, { method });
    if (status === 202) this.commands += 1;
    return status;
  }

  /** The id of the call that started last in a session. */
  async lastCallIn(sessionId: string): Promise<string> {
    await this.record.settled();
    const start = this.record.all('tool:start').findLast((event) => event.sessionId === sessionId);
    return start?.data.callId ?? '';
  }

  /** Waits until the agent's last session has expired or ended otherwise. */
  async untilExpired(agent: MixedAgent): Promise<void> {
    await this.record.settled();
    const open = this.record.all('session:open').findLast(({ data }) => data.client.name === agent.name);
    const isItsEnd = ({ type, sessionId }: { type: string; sessionId: string }): boolean =>
      sessionId === open?.sessionId && (type === 'session:expired' || type === 'session:close');
    if (open) await awaitEvent(this.record, isItsEnd);
  }

  async #holdOne(agent: MixedAgent): Promise<CallInFlight> {
    for (;;) {
      const key = `${agent.name} ${(this.#keys += 1)}`;
      const controller = new AbortController();
      const answer = agent.call('hold', { key }, controller.signal);
      const held = await Promise.race([this.#tools.held(key), answer]);
      if (typeof held === 'object') return { ...held, answer, cancel: () => controller.abort() };
      if (held !== 'no session')
        throw new Error(`${agent.name}: hold ended as ${held}`, { cause: agent.lastError });
      await this.comeBack(agent);
    }
  }
}
