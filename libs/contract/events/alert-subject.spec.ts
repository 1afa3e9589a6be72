import { withSubjectKind, type AlertSubject } from './alert-subject.ts';

const earlier = (subject: object) => ({ rule: 'r', subject: subject as AlertSubject });

describe('what an alert is about', () => {
  it.each([
    ['call', { call: 'c-1', tool: 'crawl', sessionId: 's-1', tenantId: 'acme' }],
    ['session', { session: 's-1', client: 'nightly', tenantId: 'acme' }],
    ['instance', { instance: 'a-1' }],
    ['limit', { limit: 'callsAtOnce', scope: 'agent', name: 'desk' }],
    ['tool', { tool: 'pay', upstream: 'bank' }],
    ['upstream', { upstream: 'bank' }],
  ])('is known to be a %s in an event that does not say so', (kind, subject) => {
    expect(withSubjectKind(earlier(subject))).toEqual({ rule: 'r', subject: { kind, ...subject } });
  });

  it('stays as it is where it has a kind, or where there is none', () => {
    const alert = earlier({ kind: 'instance', instance: 'a-1' });
    expect(withSubjectKind(alert)).toBe(alert);
    const without: { rule: string; subject?: AlertSubject } = { rule: 'r' };
    expect(withSubjectKind(without)).toBe(without);
  });
});
