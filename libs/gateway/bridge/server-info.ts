import { isObject } from '../link/messages.ts';

/** What an upstream says of itself. Some leave it out, although each answer of the other era has it. */
export function serverInfoOf(told: unknown): object {
  return isObject(told) ? told : { name: 'unknown', version: '0' };
}
