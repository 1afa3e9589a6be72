type Listener = (...values: unknown[]) => unknown;

/** What EventEmitter2 notes on a listener that was added with `async`, `nextTick` or `promisify`. */
interface Noted {
  _async?: boolean;
  _origin?: Listener;
}

/**
 * The application's own function behind a listener that EventEmitter2 calls later; undefined for any other listener.
 *
 * WHY: EventEmitter2 calls it in `setImmediate` or `process.nextTick` and ignores what it throws and returns, so that
 * an error would end the process. `failing-listeners.spec.ts` fails when these two members are gone.
 */
export function deferredFunctionOf(listener: Listener): Listener | undefined {
  const { _async, _origin } = listener as Listener & Noted;
  return _async === true ? _origin : undefined;
}
