import type { INestApplication } from '@nestjs/common';
import { ROUTES } from '#contract';
import { Edge } from '#edge';
import { EventTail } from '#events';

/** Where a client connects: a listening application, or the origin or endpoint URL of another server. */
export type Destination = INestApplication | string;

/** The identity of a client. */
export interface ClientIdentity {
  name?: string;
  version?: string;
  /** The bearer key of the agent, if the server requires one. */
  key?: string;
}

/**
 * Returns the URL of the MCP endpoint: that of the application, `/mcp` for an origin, or the given URL if it has a
 * path.
 */
export async function endpointOf(destination: Destination): Promise<URL> {
  if (typeof destination !== 'string') {
    return new URL(destination.get(Edge).endpointPath, await destination.getUrl());
  }
  const url = new URL(destination);
  return url.pathname === '/' ? new URL(ROUTES.mcp, url) : url;
}

/** Returns the headers that authenticate an agent with a key. */
export function requestInitOf({ key }: ClientIdentity): RequestInit {
  return key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } };
}

/** Closes a client when its application closes: after the log, before the port. */
export function closeWith(destination: Destination, client: { close: () => Promise<void> }): void {
  if (typeof destination === 'string') return;
  destination
    .get(EventTail)
    .batches.subscribe({ complete: () => void client.close().catch(() => undefined) });
}
