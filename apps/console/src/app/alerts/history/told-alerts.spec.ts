import type { AlertFiringData } from '#contract';

import { event } from '../../../testing/events.ts';
import { deliveryText, toldAlerts } from './told-alerts.ts';

const FIRING: AlertFiringData = {
  rule: 'slow',
  kind: 'latency',
  severity: 'warning',
  value: 2_400,
  threshold: 2_000,
  since: '2026-11-22T08:00:00.000Z',
  receivers: ['desk', 'mail'],
};

describe('the history of alerts', () => {
  it('joins an alert with its end and with what became of telling each receiver', () => {
    const firing = event(5, 'alert:firing', FIRING);
    const sent = event(6, 'alert:sent', { alert: firing.id, rule: 'slow', receiver: 'desk', attempts: 2 });
    const failed = { alert: firing.id, rule: 'slow', receiver: 'mail', attempts: 1, error: 'refused (550)' };
    const undelivered = event(7, 'alert:undelivered', failed);
    const { rule, kind, severity, since } = FIRING;
    const end = { firing: firing.id, rule, kind, severity, since, receivers: ['desk'] };
    const resolved = event(8, 'alert:resolved', { ...end, reason: 'recovered' });
    const [alert, ...others] = toldAlerts([firing, sent, undelivered, resolved]);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ id: firing.id, resolvedAt: resolved.timestamp, isSilenced: false });
    expect(alert?.deliveries[1]?.error).toBe('refused (550)');
    expect(alert?.deliveries.map(deliveryText)).toEqual([
      'desk: sent after 2 attempts',
      'mail: not sent',
      'desk, of the end: waits',
    ]);
  });

  it('lists the newest alert first, tells that one was silenced, and leaves out ends without a beginning', () => {
    const silenced = event(6, 'alert:firing', { ...FIRING, receivers: [], silence: 's-1' });
    const stray = event(7, 'alert:sent', {
      alert: event(1, 'alert:firing', FIRING).id,
      rule: 'slow',
      receiver: 'desk',
      attempts: 1,
    });
    const alerts = toldAlerts([event(5, 'alert:firing', FIRING), silenced, stray]);
    expect(alerts.map(({ id, isSilenced }) => [id, isSilenced])).toEqual([
      ['6', true],
      ['5', false],
    ]);
    expect(alerts[0]?.deliveries).toEqual([]);
  });
});
