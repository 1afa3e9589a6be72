import { Subject, type Observable } from 'rxjs';

/** A definition has come or gone. */
export interface RegistryChange<D> {
  kind: 'added' | 'removed';
  definition: D;
}

/**
 * Definitions by their key, in the order of their registration. They can come and go while the server
 * runs: agents are told.
 */
export abstract class DefinitionRegistry<D> {
  readonly #definitions = new Map<string, D>();
  readonly #changes = new Subject<RegistryChange<D>>();

  /** Each change, after it was made. */
  get changes(): Observable<RegistryChange<D>> {
    return this.#changes.asObservable();
  }

  /** Adds a definition; throws when its key is taken or malformed. `source` says whose it is. */
  register(definition: D, source: string): void {
    const key = this.keyOf(definition, source);
    if (this.#definitions.has(key)) throw new Error(`${source}: ${this.taken(key)}`);
    this.#definitions.set(key, definition);
    this.#changes.next({ kind: 'added', definition });
  }

  /** Takes a definition away; false when there is none of this key. Calls in flight end on their own. */
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

  /** The key of a definition; throws, naming the source, when it cannot be one. */
  protected abstract keyOf(definition: D, source: string): string;

  /** Says that the key is taken, and what to do. */
  protected abstract taken(key: string): string;
}
