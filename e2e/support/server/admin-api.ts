import {
  MAX_SESSIONS_LISTED,
  type CrowsnestEvent,
  type HistoryPage,
  type SessionList,
  type StatsSnapshot,
} from '#contract';
import { ADMIN_TOKEN } from './server-process.ts';

/** Sends a request as an admin. */
export function asAdmin(origin: string, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${origin}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...init.headers },
  });
}

async function json<T>(origin: string, path: string): Promise<T> {
  const response = await asAdmin(origin, path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

export const readStats = (origin: string) => json<StatsSnapshot>(origin, '/stats');

/** The newest sessions, as many as one answer can hold. */
export const readSessions = async (origin: string) =>
  (await json<SessionList>(origin, `/sessions?limit=${MAX_SESSIONS_LISTED}`)).sessions;

/** Every event that the log holds after an id, page by page. */
export async function readAll(origin: string, after: string): Promise<CrowsnestEvent[]> {
  const events: CrowsnestEvent[] = [];
  for (let last = after; ;) {
    const { events: page } = await json<HistoryPage>(origin, `/history?limit=1000&after=${last}`);
    events.push(...page);
    if (page.length < 1_000) return events;
    last = page.at(-1)?.id ?? last;
  }
}
