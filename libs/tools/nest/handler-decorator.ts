import 'reflect-metadata';
import { DiscoveryService, type DiscoverableDecorator } from '@nestjs/core';
import { ENTRY_PROVIDER_WATERMARK } from '@nestjs/common/constants.js';

/** Marks the classes that have decorated methods, so that one that no module lists can be named at the start. */
export const HasHandlers = DiscoveryService.createDecorator<object>();

/**
 * Creates a decorator for methods that serve agents. It marks their class as an entry of the application, like a
 * controller, so that request-scoped global guards, pipes, interceptors and filters reach it too. WHY: the indexes of
 * NestJS 11 and 12 do not both export the mark. `nest.spec.ts` fails when it changes.
 */
export function createHandlerDecorator<T>(name: string): DiscoverableDecorator<T> {
  const decorate = DiscoveryService.createDecorator<T>();
  const decorator =
    (options?: T) => (target: object, key: string | symbol, descriptor: PropertyDescriptor) => {
      if (typeof target === 'function')
        throw new TypeError(`${target.name}.${String(key)}: @${name} serves no static method`);
      Reflect.defineMetadata(ENTRY_PROVIDER_WATERMARK, true, target.constructor);
      HasHandlers()(target.constructor);
      (decorate(options as T) as MethodDecorator)(target, key, descriptor);
    };
  return Object.assign(decorator, { KEY: decorate.KEY }) as DiscoverableDecorator<T>;
}
