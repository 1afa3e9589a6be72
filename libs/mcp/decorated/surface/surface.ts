import type { Subscription } from 'rxjs';
import type { DefinitionRegistry } from '#tools';
import type { Serving } from '../serving.ts';

/** What a server object gives back for something that was added to it. */
export interface Registered {
  /** Takes it away again, and tells the agent that the list has changed. */
  remove(): void;
}

/** One kind of what a server offers: its definitions, and how a server object serves them. */
export abstract class Surface<D> {
  constructor(protected readonly registry: DefinitionRegistry<D>) {}

  /** Serves one definition. */
  abstract add(serving: Serving, definition: D): Registered;

  /** Serves everything, as it is now. */
  addAll(serving: Serving): void {
    for (const definition of this.registry.list()) this.add(serving, definition);
  }

  /** Serves one definition by its key, if there is such a one. */
  addOnly(serving: Serving, key: string): void {
    const definition = this.registry.get(key);
    if (definition) this.add(serving, definition);
  }

  /** Serves everything, and whatever comes and goes until the subscription ends. */
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
