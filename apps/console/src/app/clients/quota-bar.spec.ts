import type { QuotaView } from '#contract';

import { quotaBarOf } from './quota-bar.ts';

const TENANT: QuotaView = {
  scope: 'tenant',
  name: 'acme',
  tenantId: 'acme',
  limit: 'sessions',
  used: 1,
  max: 4,
};

describe('quotaBarOf', () => {
  it('tells whose limit it is, and how much of it is used', () => {
    expect(quotaBarOf(TENANT)).toMatchObject({
      owner: 'Tenant acme',
      text: '1 of 4 sessions, 25%',
      percent: 25,
      tone: null,
    });
    const agent = { ...TENANT, scope: 'agent', name: 'desk', limit: 'argumentBytesPerMinute' } as const;
    expect(quotaBarOf({ ...agent, used: 3_000, max: 6_000 })).toMatchObject({
      owner: 'Agent desk of acme',
      text: '3 kB of 6 kB arguments a minute, 50%',
    });
  });

  it('marks a limit of which little or nothing is left', () => {
    expect([3, 4, 5].map((used) => quotaBarOf({ ...TENANT, used, max: 4 }).tone)).toEqual([
      null,
      'bad',
      'bad',
    ]);
    expect(quotaBarOf({ ...TENANT, used: 8, max: 10 }).tone).toBe('slow');
    expect(quotaBarOf({ ...TENANT, used: 9, max: 4 }).percent).toBe(100);
  });
});
