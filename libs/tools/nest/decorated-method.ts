import type { Type } from '@nestjs/common';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';

/** A method of a provider or controller that may carry one of the decorators. */
export interface DecoratedMethod {
  wrapper: InstanceWrapper<object>;
  type: Type<object>;
  method: string;
}

/** A provider or controller, and the class that its methods are from. */
export interface HandlerHost {
  wrapper: InstanceWrapper<object>;
  type: Type<object>;
}

/**
 * The providers and controllers of the application that are instances of classes. What Nest makes from a provider's class
 * comes before controllers of the same class, and before what a factory or a value gives, which may be the same instance.
 */
export function handlerHosts(discovery: DiscoveryService): HandlerHost[] {
  const controllers = discovery.getControllers() as InstanceWrapper<object>[];
  const providers = discovery.getProviders().filter(({ isAlias }) => !isAlias) as InstanceWrapper<object>[];
  const made = providers.filter(({ isNotMetatype }) => !isNotMetatype).flatMap(hostOfClass);
  const classes = new Set(made.map(({ type }) => type));
  const given = providers.filter((wrapper) => wrapper.isNotMetatype && wrapper.isDependencyTreeStatic());
  // Several tokens may give the same instance.
  const instances = new Map(given.map((wrapper) => [wrapper.instance, wrapper]));
  const others = [...controllers.flatMap(hostOfClass), ...[...instances.values()].flatMap(hostOfInstance)];
  return [...made, ...others.filter(({ type }) => !classes.has(type))];
}

/** Every method of the hosts. */
export function* methodsOf(hosts: HandlerHost[], scanner: MetadataScanner): Iterable<DecoratedMethod> {
  for (const { wrapper, type } of hosts)
    for (const method of scanner.getAllMethodNames(type.prototype as object)) yield { wrapper, type, method };
}

/** The name of the method in messages. */
export function sourceOf({ type, method }: DecoratedMethod): string {
  return `${type.name}.${method}`;
}

function hostOfClass(wrapper: InstanceWrapper<object>): HandlerHost[] {
  const { metatype } = wrapper;
  if (typeof metatype !== 'function' || !metatype.prototype) return [];
  return [{ wrapper, type: metatype as Type<object> }];
}

/** None when the factory or the value gave no instance of a class. */
function hostOfInstance(wrapper: InstanceWrapper<object>): HandlerHost[] {
  const instance: unknown = wrapper.instance;
  if (typeof instance !== 'object' || instance === null) return [];
  const prototype = Object.getPrototypeOf(instance) as object | null;
  const type: unknown = prototype?.constructor;
  if (typeof type !== 'function' || type === Object || type.prototype !== prototype) return [];
  return [{ wrapper, type: type as Type<object> }];
}
