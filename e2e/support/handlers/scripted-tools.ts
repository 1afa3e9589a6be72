import { Injectable } from '@nestjs/common';
import { inputRequired } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { Tool, type ToolContext } from '#tools';

/** A call in its handler. The test decides when and how it ends. */
export interface HeldCall {
  context: ToolContext;
  finish: (text: string) => void;
  /** Resolves with the reason once the call's signal aborts. */
  aborted: Promise<unknown>;
}

/** Tools that behave as a test tells them to. */
@Injectable()
export class ScriptedTools {
  readonly #held = new Map<string, PromiseWithResolvers<HeldCall>>();

  @Tool({
    name: 'add',
    title: 'Add',
    description: 'Adds two numbers.',
    input: z.object({ a: z.number().describe('The first.'), b: z.number() }),
    output: z.object({ sum: z.number() }),
    annotations: { readOnlyHint: true, idempotentHint: true },
  })
  add({ a, b }: { a: number; b: number }): { sum: number } {
    return { sum: a + b };
  }

  @Tool({ name: 'whoami', description: 'Says whose call it is.' })
  whoami(_input: unknown, { sessionId, tenantId, client }: ToolContext) {
    return { sessionId, tenantId, client };
  }

  @Tool({ name: 'count', input: z.object({ to: z.number() }) })
  async count({ to }: { to: number }, context: ToolContext): Promise<string> {
    for (let progress = 1; progress <= to; progress += 1)
      await context.reportProgress({ progress, total: to, message: `step ${progress}` });
    return `counted to ${to}`;
  }

  @Tool({ name: 'throw' })
  throw(): never {
    throw new Error('The disk is full of stars');
  }

  @Tool({ name: 'decline' })
  decline() {
    return { isError: true, content: [{ type: 'text', text: 'There is no such city' }] };
  }

  @Tool({ name: 'break-schema', output: z.object({ sum: z.number() }) })
  breakSchema() {
    return { sum: 'three' };
  }

  @Tool({ name: 'ask' })
  ask() {
    return inputRequired({ requestState: 'asked once' });
  }

  @Tool({ name: 'hold', input: z.object({ key: z.string() }) })
  hold({ key }: { key: string }, context: ToolContext): Promise<string> {
    return this.#hold(key, context);
  }

  @Tool({ name: 'hold-briefly', input: z.object({ key: z.string() }), timeoutMs: 50 })
  holdBriefly({ key }: { key: string }, context: ToolContext): Promise<string> {
    return this.#hold(key, context);
  }

  /** Resolves with the call with this key once its handler was entered. */
  held(key: string): Promise<HeldCall> {
    return this.#slot(key).promise;
  }

  #hold(key: string, context: ToolContext): Promise<string> {
    const { signal } = context;
    const { promise, resolve: finish, reject } = Promise.withResolvers<string>();
    const aborted = new Promise<unknown>((resolve) => {
      signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
    });
    // A handler that reacts to its signal, as it should.
    void aborted.then(() => reject(new Error('Interrupted')));
    this.#slot(key).resolve({ context, finish, aborted });
    return promise;
  }

  #slot(key: string): PromiseWithResolvers<HeldCall> {
    const slot = this.#held.get(key) ?? Promise.withResolvers<HeldCall>();
    this.#held.set(key, slot);
    return slot;
  }
}
