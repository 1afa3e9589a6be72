import type { Type } from '@nestjs/common';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';

/** A method of a provider that may carry one of the decorators. */
export interface DecoratedMethod {
  wrapper: InstanceWrapper<object>;
  type: Type<object>;
  method: string;
}

/** Every method of every class provider in the application. */
export function* providerMethods(
  discovery: DiscoveryService,
  scanner: MetadataScanner,
): Iterable<DecoratedMethod> {
  for (const wrapper of discovery.getProviders() as InstanceWrapper<object>[]) {
    const { metatype } = wrapper;
    if (wrapper.isAlias || wrapper.isNotMetatype || typeof metatype !== 'function') continue;
    const prototype = metatype.prototype as object | undefined;
    if (!prototype) continue;
    for (const method of scanner.getAllMethodNames(prototype))
      yield { wrapper, type: metatype as Type<object>, method };
  }
}

/** The name of the method in messages. */
export function sourceOf({ type, method }: DecoratedMethod): string {
  return `${type.name}.${method}`;
}
