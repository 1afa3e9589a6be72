import { HttpException, type CanActivate, type Type } from '@nestjs/common';
import { GuardsConsumer } from '@nestjs/core/guards/guards-consumer.js';
import { isObservable, lastValueFrom } from 'rxjs';
import { readable } from '../results/thrown.ts';

type Callback = (...args: unknown[]) => unknown;

/** The fault of a guard, with the name of its class and of the method that it guards. */
export class GuardFault extends Error {
  constructor(
    readonly guard: string,
    readonly method: string,
    /** What the guard threw. */
    readonly thrown: unknown,
  ) {
    super(`The guard ${guard} failed`);
  }
}

/**
 * Runs guards as Nest does. One that fails rejects with a {@link GuardFault}, because what it throws does not say who
 * threw it. A refusal stays what it is.
 */
export class NamedGuards extends GuardsConsumer {
  override tryActivate(
    guards: CanActivate[],
    args: unknown[],
    instance: { constructor: Type },
    callback: Callback,
    type?: string,
  ): Promise<boolean> {
    const method = `${instance.constructor.name}.${callback.name}`;
    const named = guards.map((guard) => namedGuard(guard, method));
    return super.tryActivate<string>(named, args, instance, callback, type);
  }
}

function namedGuard(guard: CanActivate, method: string): CanActivate {
  return {
    canActivate: async (context) => {
      try {
        const decision = await guard.canActivate(context);
        return isObservable(decision) ? await lastValueFrom(decision) : decision;
      } catch (unknown) {
        const thrown = readable(unknown);
        if (isRefusal(thrown)) throw thrown;
        throw new GuardFault(guard.constructor.name, method, thrown);
      }
    },
  };
}

/** Whether a guard threw it to refuse: an HTTP exception that blames the client, or an error of JSON-RPC. */
function isRefusal(thrown: unknown): boolean {
  if (thrown instanceof HttpException) return thrown.getStatus() < 500;
  return Number.isSafeInteger((thrown as { code?: unknown } | null | undefined)?.code);
}
