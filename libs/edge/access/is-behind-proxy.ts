import type { AccessOptions } from './access-options.ts';
import { isLoopback } from './loopback.ts';

/** Whether the options say that clients on other machines connect through a proxy. */
export function isBehindProxy({ publicUrl, trustProxy }: AccessOptions): boolean {
  if (trustProxy) return true;
  return Boolean(publicUrl) && !isLoopback(new URL(publicUrl ?? '').hostname);
}
