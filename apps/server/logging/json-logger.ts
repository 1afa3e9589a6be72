import { Logger, PinoLogger } from 'nestjs-pino';
import { destination, stdTimeFunctions } from 'pino';
import { loggableError, redactedCopy } from '#redaction';
import type { LogLevel } from './log-level.ts';
import { isWiring } from './wiring.ts';

/** Maximum number of characters of the members that a line has beside its message. */
const MAX_MEMBERS = 16_384;
/** Bytes that may wait for a reader of the standard output. Further lines are dropped until it has read some. */
const MAX_WAITING_BYTES = 16 * 1_048_576;
const STDOUT = 1;

/**
 * Writes each message as a line of JSON to the standard output. Nothing waits for who reads it. Values are redacted as in
 * events, because a tool may log what an agent has sent.
 */
export class JsonLogger extends Logger {
  constructor(level: LogLevel) {
    const stream = destination({ dest: STDOUT, sync: false, maxLength: MAX_WAITING_BYTES });
    super(new PinoLogger({ pinoHttp: [{ ...FORM, level }, stream] }), {});
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!isWiring(rest)) super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (!isWiring(rest)) super.error(message, ...rest);
  }

  /** Writes a line with members. */
  write(level: LogLevel, members: object, message: string): void {
    this.logger[level](members, message);
  }

  /** Adds members to each line that is written while a function runs, and what it awaits. */
  within<T>(bindings: Record<string, string>, run: () => T): T {
    return this.logger.runInContext(run, { bindings });
  }

  /** Adds the id of a trace to each further line of what {@link within} runs, unless it has one. */
  addTrace(traceId: string): void {
    if (!('traceId' in this.logger.logger.bindings())) this.logger.assign({ traceId });
  }
}

const FORM = {
  timestamp: stdTimeFunctions.isoTime,
  wrapSerializers: false,
  serializers: { err: loggableError },
  formatters: {
    level: (level: string) => ({ level }),
    log: ({ err, ...members }: Record<string, unknown>) => ({
      ...(redactedCopy(members, MAX_MEMBERS) as object),
      ...(err !== undefined && { err }),
    }),
  },
};
