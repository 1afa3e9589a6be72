/** The lifecycle hooks that Nest calls on a provider. */
const LIFECYCLE_HOOKS: ReadonlySet<PropertyKey> = new Set([
  'onModuleInit',
  'onApplicationBootstrap',
  'onModuleDestroy',
  'beforeApplicationShutdown',
  'onApplicationShutdown',
]);

/**
 * Makes a service of one Nest application a provider of another one. Hides its lifecycle hooks, which only its own
 * application calls.
 */
export function borrowedService<T extends object>(service: T): T {
  return new Proxy(service, {
    get(target, key) {
      if (LIFECYCLE_HOOKS.has(key)) return undefined;
      const value: unknown = Reflect.get(target, key, target);
      // Private members exist on the service, not on its proxy.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
