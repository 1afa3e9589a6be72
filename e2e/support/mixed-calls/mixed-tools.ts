import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool, type ToolContext } from '#tools';

/** A call in its handler, until the test ends it or it is cancelled. */
export interface HeldCall {
  sessionId: string;
  finish: () => void;
  fail: () => void;
  /** Resolves once the call's signal aborts. */
  aborted: Promise<void>;
}

/** One tool for each way in which a call can end. */
@Injectable()
export class MixedTools {
  readonly #held = new Map<string, PromiseWithResolvers<HeldCall>>();

  @Tool({ name: 'echo', input: z.object({ text: z.string() }) })
  echo({ text }: { text: string }): string {
    return text;
  }

  @Tool({ name: 'refuse' })
  refuse(): object {
    return { isError: true, content: [{ type: 'text', text: 'No results' }] };
  }

  @Tool({ name: 'break' })
  break(): never {
    throw new Error('It broke');
  }

  @Tool({ name: 'dawdle', timeoutMs: 15 })
  dawdle(_input: unknown, { signal }: ToolContext): Promise<never> {
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Interrupted')), { once: true });
    });
  }

  @Tool({ name: 'hold', input: z.object({ key: z.string() }) })
  hold({ key }: { key: string }, { signal, sessionId }: ToolContext): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const aborted = new Promise<void>((over) => {
      signal.addEventListener('abort', () => over(), { once: true });
    });
    void aborted.then(() => reject(new Error('Interrupted')));
    const [finish, fail] = [() => resolve('at last'), () => reject(new Error('It broke'))];
    this.#slot(key).resolve({ sessionId, finish, fail, aborted });
    return promise;
  }

  /** Resolves once the handler of the call with this key was entered. */
  held(key: string): Promise<HeldCall> {
    return this.#slot(key).promise;
  }

  #slot(key: string): PromiseWithResolvers<HeldCall> {
    const slot = this.#held.get(key) ?? Promise.withResolvers<HeldCall>();
    this.#held.set(key, slot);
    return slot;
  }
}
