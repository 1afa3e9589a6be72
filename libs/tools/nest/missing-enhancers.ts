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
  const { type } = decorated;
  const missing = enhancersOf(decorated).find(({ made }) => !host.injectables.has(made));
  if (!missing) return;
  throw new Error(
    `${sourceOf(decorated)}: Nest does not make its ${missing.kind} ${missing.made.name}, because ${type.name} comes from ` +
      `a factory, a value or another token; list ${type.name} itself among the providers, or apply an instance`,
  );
}

/** The classes of enhancers that are applied to a method or to its class. */
function enhancersOf({ type, method }: DecoratedMethod): { kind: string; made: Function }[] {
  const callback: unknown = (type.prototype as Record<string, unknown>)[method];
  return Object.entries(KINDS).flatMap(([kind, key]) =>
    [type, callback]
      .flatMap((target) => (Reflect.getMetadata(key, target as object) ?? []) as unknown[])
      .filter((enhancer) => typeof enhancer === 'function')
      .map((made) => ({ kind, made })),
  );
}
