import { notInstalled } from './sdk-packages.ts';

/**
 * Loads the packages of an SDK. Rejects with a `TracesError` if one of them cannot be loaded. A file of its own, because its
 * types are those of the packages, which few applications have.
 */
export async function loadSdk() {
  try {
    return {
      sdk: await import('@opentelemetry/sdk-trace'),
      core: await import('@opentelemetry/core'),
      contexts: await import('@opentelemetry/context-async-hooks'),
      resources: await import('@opentelemetry/resources'),
      exporters: await import('@opentelemetry/exporter-trace-otlp-http'),
    };
  } catch (error) {
    throw notInstalled(error);
  }
}
