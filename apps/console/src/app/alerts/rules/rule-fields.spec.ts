import type { AlertRule } from '#contract';

import { formOf, NEW_RULE, textsOf } from './rule-fields.ts';

describe('the form of a rule', () => {
  it('has only the members of its kind, and shares as numbers from 0 to 1', () => {
    const texts = { ...NEW_RULE, name: 'errors', above: '12.5 %', filter: 'tool:search*', for: '1m' };
    expect(formOf(texts, undefined)).toEqual({
      kind: 'error-rate',
      severity: 'warning',
      filter: 'tool:search*',
      for: '1m',
      above: 0.125,
      window: '5m',
      minimum: 10,
    });
    expect(formOf({ ...texts, kind: 'stuck-call' }, ['desk'])).toEqual({
      kind: 'stuck-call',
      severity: 'warning',
      filter: 'tool:search*',
      for: '1m',
      receivers: ['desk'],
    });
  });

  it('leaves what is no number to the server, which names it', () => {
    expect(formOf({ ...NEW_RULE, above: 'much', minimum: '' }, undefined)).toMatchObject({
      above: 'much',
      minimum: '',
    });
  });

  it('shows a rule with the spans of the configuration file', () => {
    const rule: AlertRule = {
      name: 'slow',
      kind: 'latency',
      severity: 'error',
      forMs: 90_000,
      windowMs: 3_600_000,
      minimum: 5,
      percentile: 99,
      aboveMs: 1_500,
    };
    const texts = textsOf(rule);
    expect(texts).toMatchObject({ for: '90s', window: '1h', above: '1500ms', percentile: '99' });
    expect(formOf(texts, undefined)).toMatchObject({ above: '1500ms', minimum: 5, percentile: 99 });
  });
});
