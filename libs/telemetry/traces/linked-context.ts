import type { Context } from '@opentelemetry/api';

/**
 * A context that refers to its parent instead of copying it. A context of OpenTelemetry assigns three function literals to
 * itself, which V8 allocates in the old generation, so that each context survives until a full collection. A request
 * makes several contexts, and most requests are not recorded.
 */
export class LinkedContext implements Context {
  readonly #parent: Context;
  readonly #key: symbol | undefined;
  readonly #value: unknown;

  /** Without a key the context has the values of its parent, and everything that is derived from it is linked too. */
  constructor(parent: Context, key?: symbol, value?: unknown) {
    this.#parent = parent;
    this.#key = key;
    this.#value = value;
  }

  getValue(key: symbol): unknown {
    return key === this.#key ? this.#value : this.#parent.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new LinkedContext(this, key, value);
  }

  deleteValue(key: symbol): Context {
    return new LinkedContext(this, key);
  }
}
