import { ConsoleLogger } from '@nestjs/common';

/** Log contexts in which Nest describes its own wiring, which does not help to run the server. */
const WIRING = [
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'ExceptionHandler',
];

/** Nest's logger without the lines about wiring. The code that starts the server explains its faults. */
export class StartLogger extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (!isWiring(rest)) super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (!isWiring(rest)) super.error(message, ...rest);
  }
}

function isWiring(rest: readonly unknown[]): boolean {
  const context = rest.at(-1);
  return typeof context === 'string' && WIRING.includes(context);
}
