import type { Subscription } from 'rxjs';
import type { DefinitionRegistry } from '#tools';
import type { Serving } from '../serving.ts';

/** A definition that was added to a server object. */
export interface Registered {
  /** Removes the definition, and tells the agent that the list has changed. */
  remove(): void;
}

/** One kind of definition, such as tools, and how a server object serves it. */
export abstract class Surface<D> {
  constructor(protected readonly registry: DefinitionRegistry<D>) {}

  /** Serves one definition. */
  abstract add(serving: Serving, definition: D): Registered;

  /** Serves all definitions that exist now. */
  addAll(serving: Serving): void {
    for (const definition of this.registry.list()) this.add(serving, definition);
  }

  /** Serves the definition with this key, if there is one. */
  addOnly(serving: Serving, key: string): void {
    const definition = this.registry.get(key);
    if (definition) this.add(serving, definition);
  }

  /** Serves all definitions, and those that are added or removed until the subscription ends. */
  follow(serving: Serving): Subscription {
    const registered = new Map<D, Registered>();
    for (const definition of this.registry.list()) registered.set(definition, this.add(serving, definition));
    return this.registry.changes.subscribe(({ kind, definition }) => {
      if (kind === 'added') {
        registered.set(definition, this.add(serving, definition));
        return;
      }
      registered.get(definition)?.remove();
      registered.delete(definition);
    });
  }
}
