import { NoJsonError } from '../results/json-value.ts';

type Callback = (...args: never[]) => unknown;

/**
 * The same method, which fails with a `NoJsonError` when nothing can be asked of its result, as of a revoked proxy:
 * `await` would report the failure as the method's own error.
 *
 * WHY the prototype: Nest and its users read the metadata of the function that is called.
 */
export function withReadableResult(callback: Callback): Callback {
  const checked = function (this: unknown, ...args: never[]): unknown {
    const returned: unknown = callback.apply(this, args);
    assertReadable(returned);
    return returned;
  };
  Object.setPrototypeOf(checked, callback);
  return Object.defineProperty(checked, 'name', { value: callback.name });
}

function assertReadable(returned: unknown): void {
  try {
    // What `await` reads of it.
    void (returned as { then?: unknown } | null | undefined)?.then;
  } catch (error) {
    throw new NoJsonError(error);
  }
}
