import { PrivateFileError } from '#edge';
import { LogError } from '#events';
import { TracesError } from '#telemetry';

/** Explains to the operator why the server cannot start. Returns undefined for a fault of the program. */
export function explainStartFault(error: unknown, host: string, port: number): string | undefined {
  if ([LogError, PrivateFileError, TracesError].some((known) => error instanceof known))
    return (error as Error).message;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another program. Stop that one, or choose another with PORT.`;
    case 'EACCES':
      return `Port ${port} on ${host} may not be used by this user. Choose one above 1023 with PORT.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is not an address of this machine. Use 127.0.0.1, or an address of this machine.`;
    default:
      return undefined;
  }
}
