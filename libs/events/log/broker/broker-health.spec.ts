import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { EventDraft } from '#contract';
import { LogError } from '../log-error.ts';
import { BrokerHealth } from './broker-health.ts';

describe('BrokerHealth', () => {
  let published: EventDraft['type'][];
  let logged: string[];
  let health: BrokerHealth;

  beforeEach(() => {
    published = [];
    logged = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((text) => void logged.push(String(text)));
    jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    health = new BrokerHealth(
      ({ type }) => published.push(type),
      () => true,
    );
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  const fail = (text: string): number => health.failed('append', new LogError('LOG_AWAY', text));

  it('begins an outage at the second failure in a row, and ends it when all works again', () => {
    expect(fail('It is away.')).toBe(0);
    expect(published).toEqual([]);
    expect(fail('It is away.')).toBeGreaterThan(0);
    expect(published).toEqual(['log:degraded']);
    health.works('append');
    expect(published).toEqual(['log:degraded', 'log:recovered']);
  });

  it('logs each further cause of an outage once', () => {
    for (const text of ['It is away.', 'It is away.', 'It has no room.', 'It is away.', 'It has no room.'])
      fail(text);
    expect(logged).toEqual([
      expect.stringMatching(/^The event log cannot commit: It is away\. /),
      'The event log still cannot commit: It has no room',
    ]);
    expect(published).toEqual(['log:degraded']);
  });
});
