/** What an SDK of our own needs. A start with a receiver fails without one of them. */
export const SDK_PACKAGES = [
  '@opentelemetry/api@1.10.0',
  '@opentelemetry/context-async-hooks@3.1.0',
  '@opentelemetry/core@3.1.0',
  '@opentelemetry/exporter-trace-otlp-http@0.301.0',
  '@opentelemetry/resources@3.1.0',
  '@opentelemetry/sdk-trace@3.1.0',
];

/** Thrown when traces cannot be sent as configured. The message names the remedy. */
export class TracesError extends Error {
  override readonly name = 'TracesError';
  readonly code = 'TRACES_NOT_INSTALLED';
}

/** The error that says what to install. */
export function notInstalled(cause: unknown): TracesError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message =
    `Traces cannot be sent, because a package of OpenTelemetry cannot be loaded (${reason}). ` +
    `Run: npm install ${SDK_PACKAGES.join(' ')}\nOr unset CROWSNEST_OTLP_ENDPOINT.`;
  return new TracesError(message, { cause });
}
