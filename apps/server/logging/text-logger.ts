import { ConsoleLogger } from '@nestjs/common';
import { LEVELS, type LogLevel } from './log-level.ts';
import { isWiring } from './wiring.ts';

/** Nest's logger without the lines about wiring. The code that starts the server explains its faults. */
export class TextLogger extends ConsoleLogger {
  constructor(level: LogLevel) {
    super({ logLevels: LEVELS.slice(0, LEVELS.indexOf(level) + 1).map(nameInNest) });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!isWiring(rest)) super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (!isWiring(rest)) super.error(message, ...rest);
  }
}

function nameInNest(level: LogLevel) {
  return level === 'info' ? 'log' : level;
}
