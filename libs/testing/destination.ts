import type { INestApplication } from '@nestjs/common';
import { ROUTES } from '#contract';
import { Edge } from '#edge';
import { EventTail } from '#events';

/** What a client connects to: a listening application, or the origin or the endpoint's URL of a server elsewhere. */
export type Destination = INestApplication | string;

/** As whom a client connects. */
export interface ClientIdentity {
  name?: string;
  version?: string;
  /** The bearer key of an agent, where the server asks for one. */
  key?: string;
}

/** The address of the MCP endpoint: of the application, or `/mcp` of an origin; a URL with a path is the endpoint's. */
export async function endpointOf(destination: Destination): Promise<URL> {
  if (typeof destination !== 'string') {
    return new URL(destination.get(Edge).endpointPath, await destination.getUrl());
  }
  const url = new URL(destination);
  return url.pathname === '/' ? new URL(ROUTES.mcp, url) : url;
}

/** The headers by which an agent with a key is known. */
export function requestInitOf({ key }: ClientIdentity): RequestInit {
  return key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } };
}

/** Closes a client when its application closes: as soon as the log is closed, before the port is. */
export function closeWith(destination: Destination, client: { close: () => Promise<void> }): void {
  if (typeof destination === 'string') return;
  destination
    .get(EventTail)
    .batches.subscribe({ complete: () => void client.close().catch(() => undefined) });
}
