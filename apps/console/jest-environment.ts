import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import JsdomEnvironment from 'jest-preset-angular/environments/jest-jsdom-env.js';

/** jsdom, plus what it lacks: the types of `fetch`, and streams. */
export default class ConsoleEnvironment extends JsdomEnvironment {
  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    const { global } = this as unknown as { global: object };
    Object.assign(global, {
      AbortController,
      AbortSignal,
      Headers,
      ReadableStream,
      Response,
      structuredClone,
      TextDecoder,
      TextEncoder,
    });
  }
}
