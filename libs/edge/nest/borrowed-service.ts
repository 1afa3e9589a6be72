/** The hooks by which Nest begins and ends a provider. */
const LIFECYCLE_HOOKS: ReadonlySet<PropertyKey> = new Set([
  'onModuleInit',
  'onApplicationBootstrap',
  'onModuleDestroy',
  'beforeApplicationShutdown',
  'onApplicationShutdown',
]);

/**
 * A service of one Nest application as a provider of another one: without its lifecycle hooks, which only its
 * own application calls.
 */
export function borrowedService<T extends object>(service: T): T {
  return new Proxy(service, {
    get(target, key) {
      if (LIFECYCLE_HOOKS.has(key)) return undefined;
      const value: unknown = Reflect.get(target, key, target);
      // Private members belong to the service itself, not to its proxy.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
