import 'reflect-metadata';
import { DiscoveryService, type DiscoverableDecorator } from '@nestjs/core';
import { ENTRY_PROVIDER_WATERMARK } from '@nestjs/common/constants.js';

/**
 * Creates a decorator for methods that serve agents. It marks their class as an entry of the application, like a
 * controller, so that request-scoped global guards, pipes, interceptors and filters reach it too. WHY: the indexes of
 * NestJS 11 and 12 do not both export the mark. `nest.spec.ts` fails when it changes.
 */
export function createHandlerDecorator<T>(): DiscoverableDecorator<T> {
  const decorate = DiscoveryService.createDecorator<T>();
  const decorator =
    (options?: T) => (target: object, key: string | symbol, descriptor: PropertyDescriptor) => {
      Reflect.defineMetadata(ENTRY_PROVIDER_WATERMARK, true, target.constructor);
      (decorate(options as T) as MethodDecorator)(target, key, descriptor);
    };
  return Object.assign(decorator, { KEY: decorate.KEY }) as DiscoverableDecorator<T>;
}
