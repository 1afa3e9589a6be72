import 'reflect-metadata';
import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
} from '@nestjs/common/constants.js';
import type { Module } from '@nestjs/core/injector/module.js';
import { type DecoratedMethod, sourceOf } from './decorated-method.ts';

const KINDS = {
  guard: GUARDS_METADATA,
  pipe: PIPES_METADATA,
  interceptor: INTERCEPTORS_METADATA,
  filter: EXCEPTION_FILTERS_METADATA,
};

/**
 * Refuses a method with a guard, pipe, interceptor or filter that Nest would pass over in silence. Nest makes those of
 * classes that a module lists, and none for an instance from a factory or a value, or before NestJS 12 from `useClass`.
 */
export function refuseMissingEnhancers(decorated: DecoratedMethod, host: Module): void {
  const { type, method } = decorated;
  const callback: unknown = (type.prototype as Record<string, unknown>)[method];
  for (const [kind, key] of Object.entries(KINDS))
    for (const target of [type, callback])
      for (const enhancer of (Reflect.getMetadata(key, target as object) ?? []) as unknown[])
        if (typeof enhancer === 'function' && !host.injectables.has(enhancer))
          throw new Error(
            `${sourceOf(decorated)}: Nest does not make its ${kind} ${enhancer.name}, because ${type.name} comes from ` +
              `a factory, a value or another token; list ${type.name} itself among the providers, or apply an instance`,
          );
}
