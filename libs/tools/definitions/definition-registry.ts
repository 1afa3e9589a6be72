import { Subject, type Observable } from 'rxjs';

/** A definition was added or removed. */
export interface RegistryChange<D> {
  kind: 'added' | 'removed';
  definition: D;
}

/**
 * Definitions by key, in the order of registration. They can be added and removed while the server runs, and agents
 * are notified.
 */
export abstract class DefinitionRegistry<D> {
  readonly #definitions = new Map<string, D>();
  readonly #changes = new Subject<RegistryChange<D>>();

  /** Emits each change after it was made. */
  get changes(): Observable<RegistryChange<D>> {
    return this.#changes.asObservable();
  }

  /** Adds a definition. Throws when its key is taken or malformed. `source` names its origin in error messages. */
  register(definition: D, source: string): void {
    const key = this.keyOf(definition, source);
    if (this.#definitions.has(key)) throw new Error(`${source}: ${this.taken(key)}`);
    this.#definitions.set(key, definition);
    this.#changes.next({ kind: 'added', definition });
  }

  /** Removes a definition. Returns false when there is none with this key. Calls in flight continue. */
  remove(key: string): boolean {
    const definition = this.#definitions.get(key);
    if (definition === undefined) return false;
    this.#definitions.delete(key);
    this.#changes.next({ kind: 'removed', definition });
    return true;
  }

  get(key: string): D | undefined {
    return this.#definitions.get(key);
  }

  list(): D[] {
    return [...this.#definitions.values()];
  }

  /** The key of a definition. Throws an error that names the source when the key is malformed. */
  protected abstract keyOf(definition: D, source: string): string;

  /** The error message for a key that is taken, which says what to do. */
  protected abstract taken(key: string): string;
}
