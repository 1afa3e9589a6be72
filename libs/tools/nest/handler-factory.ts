import { Injectable } from '@nestjs/common';
import { ContextIdFactory, ModuleRef } from '@nestjs/core';
import { withReadableResult } from './checked-callback.ts';
import { type DecoratedMethod, sourceOf } from './decorated-method.ts';
import { describeArguments } from './handler-arguments.ts';
import type { HandlerContext } from '../definitions/handler-context.ts';
import type { Admission, Handler } from '../definitions/handler.ts';
import { McpContextCreator, type BoundMethod } from './mcp-context-creator.ts';
import { refuseMissingEnhancers } from './missing-enhancers.ts';
import { explainRefusal } from './refusal.ts';

type Call = (...args: unknown[]) => Promise<unknown>;

/** Creates handlers from decorated methods. */
@Injectable()
export class HandlerFactory {
  constructor(private readonly contexts: McpContextCreator) {}

  /** The handler that calls the method through Nest. `what` names the method to an agent that a guard refuses. */
  handlerOf(decorated: DecoratedMethod, what: string): Handler {
    describeArguments(decorated.type, decorated.method);
    const perRequest = this.#perRequest(decorated, (bound) =>
      this.contexts.create({ ...bound, callback: withReadableResult(bound.callback) }),
    );
    return async (input, context) => {
      try {
        const call = await perRequest(context);
        return await call(input, context);
      } catch (error) {
        throw explainRefusal(error, what);
      }
    };
  }

  /**
   * A function that belongs to a method, such as a completer of its arguments. The guards of the method apply, and
   * `this` is its provider. The last argument is the context.
   */
  guarded<A extends unknown[], R>(
    decorated: DecoratedMethod,
    what: string,
    run: (...args: [...A, HandlerContext]) => R | Promise<R>,
  ): (...args: [...A, HandlerContext]) => Promise<R> {
    const call = this.#behindGuards(decorated, what, (instance, context, args) =>
      run.call(instance, ...(args as A), context),
    );
    return async (...all) => {
      const context = all.at(-1) as HandlerContext;
      return (await call({}, context, ...all.slice(0, -1))) as R;
    };
  }

  /** An admission that asks only the guards of the method, with the arguments of a call. */
  admissionOf(decorated: DecoratedMethod, what: string): Admission {
    const call = this.#behindGuards(decorated, what, () => undefined);
    return async (input, context) => {
      await call(input, context);
    };
  }

  #behindGuards(
    decorated: DecoratedMethod,
    what: string,
    run: (instance: object, context: HandlerContext, args: unknown[]) => unknown,
  ) {
    const perRequest = this.#perRequest(decorated, (bound) => {
      const callback = (_input: unknown, context: HandlerContext, ...args: unknown[]) =>
        run(bound.instance, context, args);
      // WHY: Nest looks up the guards by metadata on the function that it calls, including its prototypes.
      // `nest.spec.ts` fails when it no longer does.
      Object.setPrototypeOf(callback, bound.callback);
      return this.contexts.createGuarded({ ...bound, callback });
    });
    return async (input: unknown, context: HandlerContext, ...args: unknown[]): Promise<unknown> => {
      try {
        const call = await perRequest(context);
        return await call(input, context, ...args);
      } catch (error) {
        throw explainRefusal(error, what);
      }
    };
  }

  // A provider of default scope is bound once. A provider that is request-scoped, or depends on one, is created for
  // each request, with the handler's context as Nest's `REQUEST`.
  #perRequest(decorated: DecoratedMethod, bind: (bound: BoundMethod) => Call) {
    const { wrapper, method } = decorated;
    const { host } = wrapper;
    if (!host) throw new Error(`${sourceOf(decorated)}: its module is not known`);
    refuseMissingEnhancers(decorated, host);
    const boundTo = (instance: object): BoundMethod => ({
      instance,
      host,
      method,
      callback: methodOf(instance, decorated),
    });
    if (wrapper.isDependencyTreeStatic() && !wrapper.isTransient) {
      const call = bind(boundTo(wrapper.instance));
      return (): Call => call;
    }
    const modules = host.getProviderByKey<ModuleRef>(ModuleRef).instance;
    return async (context: HandlerContext): Promise<Call> => {
      const contextId = ContextIdFactory.getByRequest(context);
      modules.registerRequestByContextId(context, contextId);
      const instance = await modules.resolve<object>(wrapper.token as never, contextId);
      return bind({ ...boundTo(instance), contextId, providerId: wrapper.id });
    };
  }
}

function methodOf(instance: object, decorated: DecoratedMethod): BoundMethod['callback'] {
  const callback = (instance as Record<string, BoundMethod['callback'] | undefined>)[decorated.method];
  if (!callback) throw new Error(`${sourceOf(decorated)}: there is no such method`);
  return callback;
}
