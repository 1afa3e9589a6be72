import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { AnsweredOrder, Order, Reply } from '../driver/orders.ts';
import type { Answer, Destination } from '../driver/public-client.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'number'> : never;

/** What a client finally gives its user: an answer, or the text of an error. */
export type Outcome = Answer | { error: string };

/** A running call: its outcome, and the means to cancel it. */
export interface DrivenCall {
  outcome: Promise<Outcome>;
  cancel: () => void;
}

/** A public client in its own process, so that its modules, timers and failures do not affect Jest. */
export class DrivenClient {
  readonly #replies = new Map<number, PromiseWithResolvers<unknown>>();
  #sent = 0;
  #output = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    child.on('message', (reply: Reply) => this.#settle(reply));
    child.once('exit', (code) => this.#fail(`The client's process ended with ${code}: ${this.#output}`));
  }

  /** Loads the client of an adapter, with its own home folder and telemetry turned off. */
  static async start(adapter: string, home: string): Promise<DrivenClient> {
    const child = fork('e2e/clients/driver/main.ts', [adapter], {
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        MASTRA_TELEMETRY_DISABLED: '1',
        OPENAI_AGENTS_DISABLE_TRACING: '1',
      },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const client = new DrivenClient(child);
    await client.#replyTo(0);
    return client;
  }

  connect = (destination: Destination) => this.#order({ order: 'connect', destination });

  listTools = () => this.#order({ order: 'list' }) as Promise<string[]>;

  close = () => this.#order({ order: 'close' });

  call(tool: string, args: Record<string, unknown> = {}): Promise<Outcome> {
    return this.startCall(tool, args).outcome;
  }

  startCall(tool: string, args: Record<string, unknown> = {}): DrivenCall {
    const answer = this.#order({ order: 'call', tool, args }) as Promise<Answer>;
    const number = this.#sent;
    const outcome = answer.catch((error: Error) => ({ error: error.message }));
    return { outcome, cancel: () => this.#send({ order: 'cancel', number }) };
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  #order(order: Unnumbered<AnsweredOrder>): Promise<unknown> {
    const number = (this.#sent += 1);
    const reply = this.#replyTo(number);
    this.#send({ ...order, number });
    return reply;
  }

  #send(order: Order): void {
    this.child.send(order, (error) => {
      if (error) this.#fail(`The client's process cannot be reached: ${error.message}. ${this.#output}`);
    });
  }

  #replyTo(number: number): Promise<unknown> {
    const reply = Promise.withResolvers<unknown>();
    this.#replies.set(number, reply);
    return reply.promise;
  }

  #settle(reply: Reply): void {
    const waiting = this.#replies.get(reply.number);
    this.#replies.delete(reply.number);
    if ('error' in reply) waiting?.reject(new Error(reply.error));
    else waiting?.resolve(reply.value);
  }

  #fail(message: string): void {
    for (const { reject } of this.#replies.values()) reject(new Error(message));
    this.#replies.clear();
  }
}
