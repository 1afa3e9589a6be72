export { JsonLogger } from './json-logger.ts';
export { LEVELS, type LogLevel } from './log-level.ts';
export { logRequests } from './log-requests.ts';
export { logTraces } from './log-traces.ts';
export { outliveReaders } from './outlive-readers.ts';
export { TextLogger } from './text-logger.ts';
