import type { Type } from '@nestjs/common';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';

/** A method of a provider that may carry one of the decorators. */
export interface DecoratedMethod {
  wrapper: InstanceWrapper<object>;
  type: Type<object>;
  method: string;
}

/** Every method of every provider of the application that is made from a class. */
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

/** How messages name the method. */
export function sourceOf({ type, method }: DecoratedMethod): string {
  return `${type.name}.${method}`;
}
