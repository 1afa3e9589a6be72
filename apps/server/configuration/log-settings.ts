import type { LogOptions } from '#events';
import { ConfigurationError } from './fault.ts';
import { LOG } from './variables/log-variables.ts';
import { readValues } from './variables/read-values.ts';
import { readSettings } from './sources.ts';

/**
 * Loads what any log needs besides its URL. Other settings are not checked, and `CROWSNEST_LOG` is not read. Throws a
 * {@link ConfigurationError} that holds all faults.
 */
export function loadLogSettings(environment: NodeJS.ProcessEnv): LogOptions {
  const settings = readSettings(environment);
  const { values, faults } = readValues(settings.given);
  const own = faults.filter(({ variable }) => variable in LOG && variable !== 'CROWSNEST_LOG');
  const all = [...settings.faults, ...own];
  if (all.length > 0) throw new ConfigurationError(all);
  const { CROWSNEST_LOG_MAX_EVENTS: maxEvents, CROWSNEST_LOG_MAX_AGE_MS: maxAgeMs } = values;
  return {
    redisPassword: values.CROWSNEST_REDIS_PASSWORD,
    natsPassword: values.CROWSNEST_NATS_PASSWORD,
    natsCredentials: values.CROWSNEST_NATS_CREDS,
    auditMaxAgeMs: values.CROWSNEST_AUDIT_MAX_AGE_MS,
    waitMs: values.CROWSNEST_LOG_WAIT_MS,
    payloadMaxAgeMs: values.CROWSNEST_PAYLOAD_MAX_AGE_MS,
    ...(maxEvents !== undefined && { maxEvents }),
    ...(maxAgeMs !== undefined && { maxAgeMs }),
  };
}

/** Loads the URL of the log alone. Throws a {@link ConfigurationError} if it is not valid. */
export function loadLogUrl(environment: NodeJS.ProcessEnv): string {
  const settings = readSettings(environment);
  const { values, faults } = readValues(settings.given);
  const own = faults.filter(({ variable }) => variable === 'CROWSNEST_LOG');
  if (own.length > 0) throw new ConfigurationError(own);
  return values.CROWSNEST_LOG ?? LOG.CROWSNEST_LOG.default;
}
