// The sessions of a server on SDK v1 over HTTP: each has a transport and a server of its own.
import { randomUUID } from 'node:crypto';
import { observedServer } from './older-orders.mjs';

const transports = new Map();

/** Resolves with the transport of a session; for a request without an id, with one of a new session. */
export async function transportFor(sessionId, Transport) {
  const known = transports.get(sessionId);
  if (known) return known;
  const transport = new Transport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => transports.set(id, transport),
  });
  await observedServer().connect(transport);
  return transport;
}
