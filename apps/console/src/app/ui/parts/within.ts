/** How long the file of a part may take, in milliseconds. The browser itself would wait for as long as the server does. */
export const DEADLINE_MS = 10_000;

/** Resolves or rejects like a promise, and rejects if that takes too long. */
export function within<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The file of a part takes too long')), DEADLINE_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
