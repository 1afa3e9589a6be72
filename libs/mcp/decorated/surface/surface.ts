import type { Observable, Subscription } from 'rxjs';
import type { DefinitionRegistry, RegistryChange } from '#tools';
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
    for (const definition of this.#listFor(serving)) this.add(serving, definition);
  }

  /** Serves the definition with this key, if there is one. */
  addOnly(serving: Serving, key: string): void {
    const definition = this.registry.get(key);
    if (definition && this.isFor(serving, definition)) this.add(serving, definition);
  }

  /** Serves all definitions, and those that are added or removed until the subscription ends. */
  follow(serving: Serving): Subscription {
    const registered = new Map<D, Registered>();
    for (const definition of this.#listFor(serving))
      registered.set(definition, this.add(serving, definition));
    return this.changes.subscribe(({ kind, definition }) => {
      if (kind === 'added') {
        if (this.isFor(serving, definition) && !registered.has(definition))
          registered.set(definition, this.add(serving, definition));
        return;
      }
      registered.get(definition)?.remove();
      registered.delete(definition);
    });
  }

  /** The changes of what is served. */
  protected get changes(): Observable<RegistryChange<D>> {
    return this.registry.changes;
  }

  /** Whether the client may know of the definition. For any other client it does not exist. */
  protected isFor(_serving: Serving, _definition: D): boolean {
    return true;
  }

  #listFor(serving: Serving): D[] {
    return this.registry.list().filter((definition) => this.isFor(serving, definition));
  }
}
