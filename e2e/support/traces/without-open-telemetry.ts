import { registerHooks } from 'node:module';

// Imported before a server: OpenTelemetry is not installed then, except for prom-client, which does not load without it.
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('@opentelemetry/') || context.parentURL?.includes('/prom-client/'))
      return next(specifier, context);
    process.stderr.write(`Asked for ${specifier}\n`);
    throw Object.assign(new Error(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' });
  },
});
