// Where the server will listen, and whether it can.
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { setting } from './settings.mjs';

const START_TIMEOUT_MS = 60_000;

/** Where the server listens, and its origin as seen from this machine. */
export function serverAddress() {
  const host = setting('HOST') || '127.0.0.1';
  const port = Number(setting('PORT') || 3000);
  const reachable =
    { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host);
  return { host, port, origin: `http://${reachable}:${port}` };
}

/** Explains why the server cannot listen there; undefined if it can. */
export function whyNotListen({ host, port }) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return 'PORT must be a whole number from 1 to 65535.';
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code, message }) => {
      const taken = `Port ${port} is in use. Stop the program that uses it, or choose another port: PORT=3001 npm run quickstart`;
      resolve(code === 'EADDRINUSE' ? taken : `Cannot listen on ${host}:${port}: ${message}`);
    });
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

/** Resolves with true once the server answers, or with false after a minute. */
export async function isLive(origin, signal) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && !signal.aborted) {
    const response = await fetch(`${origin}/health/live`).catch(() => undefined);
    if (response?.ok) return true;
    await delay(250);
  }
  return false;
}
