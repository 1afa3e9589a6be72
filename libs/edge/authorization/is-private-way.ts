import { isLoopback } from '../access/loopback.ts';

/** Whether nobody on the way can read or change what a URL answers: https, or http on loopback. */
export function isPrivateWay({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
}
