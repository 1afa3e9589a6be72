import 'reflect-metadata';
import { DiscoveryService, type DiscoverableDecorator } from '@nestjs/core';
import { ENTRY_PROVIDER_WATERMARK } from '@nestjs/common/constants.js';

/**
 * A decorator for methods that serve agents. Their class is marked as an entry of the application, as
 * controllers are, so that global guards, pipes, interceptors and filters of request scope reach it too. WHY: Nest
 * exports the mark from no index that versions 11 and 12 share; `nest.spec.ts` fails when it is another.
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
