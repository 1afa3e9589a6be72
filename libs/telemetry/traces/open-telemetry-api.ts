/** The package through which applications and libraries create spans. */
export type OpenTelemetryApi = typeof import('@opentelemetry/api');

/** Where the package keeps what is registered, for all of its copies of version 1 in a process. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

/** The tracer provider that the application has registered, if any. Does not load the package. */
export function registeredProvider(): unknown {
  return (globalThis as { [REGISTERED]?: { trace?: unknown } })[REGISTERED]?.trace;
}

/** Loads the package. Rejects if it is not installed. */
export function loadApi(): Promise<OpenTelemetryApi> {
  return import('@opentelemetry/api');
}
