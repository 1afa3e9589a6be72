import type { AlertsView, CrowsnestEvent, HistoryPage } from '#contract';

const token = (name: string): string => `a-token-for-the-admin-${name}`;

/** The tokens of an admin, an operator and a viewer of all tenants, and of an admin of one. */
export const ALERT_ADMINS = [
  { name: 'ann', token: token('ann'), role: 'admin', tenantId: null },
  { name: 'ole', token: token('ole'), role: 'operator', tenantId: null },
  { name: 'vic', token: token('vic'), role: 'viewer', tenantId: null },
  { name: 'gil', token: token('gil'), role: 'admin', tenantId: 'globex' },
] as const;

type Name = (typeof ALERT_ADMINS)[number]['name'];

/** The answer to a request, with its JSON. */
export interface AlertAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** What admins ask of the routes of alerts. */
export class AlertAdmins {
  constructor(private readonly origin: string) {}

  async ask(name: Name, route: string, body?: unknown): Promise<AlertAnswer> {
    const [method = '', path = ''] = route.split(' ');
    const response = await fetch(this.origin + path, {
      method,
      headers: { authorization: `Bearer ${token(name)}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** What ann sees. */
  async view(): Promise<AlertsView> {
    return (await this.ask('ann', 'GET /alerts')).body as unknown as AlertsView;
  }

  /** The events of a type that the log holds. */
  async events(type: CrowsnestEvent['type']): Promise<CrowsnestEvent[]> {
    const page = (await this.ask('ann', `GET /history?limit=1000&type=${type}`))
      .body as unknown as HistoryPage;
    return page.events;
  }
}

/** The time in so many milliseconds: ISO 8601, UTC. */
export function timeIn(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}
