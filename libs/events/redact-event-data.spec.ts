import { redactEventData } from './redact-event-data.ts';

describe('redactEventData', () => {
  it('returns data without secrets as the same object', () => {
    const data = { callId: '1', tool: 'search', durationMs: 3 };
    expect(redactEventData('tool:error', data)).toBe(data);
  });

  it('redacts an error message in a copy and leaves the original unchanged', () => {
    const data = {
      callId: '1',
      tool: 'search',
      durationMs: 3,
      error: 'password=hunter2',
      kind: 'thrown' as const,
    };
    expect(redactEventData('tool:error', data)).toEqual({ ...data, error: 'password=[redacted]' });
    expect(data.error).toBe('password=hunter2');
  });

  it('redacts the name of a client', () => {
    const client = { name: 'agent token=abc', version: '1' };
    const data = { origin: 'protocol' as const, client, protocolVersion: '2025-11-25' };
    expect(redactEventData('session:open', data)).toEqual({
      ...data,
      client: { name: 'agent token=[redacted]', version: '1' },
    });
  });

  it('skips payloads, which are redacted by their structure', () => {
    const data = { callId: '1', tool: 'search', arguments: { note: 'password=hunter2' } };
    expect(redactEventData('tool:error', data)).toBe(data);
  });

  it('keeps the names of offered tools, and redacts names that admins gave', () => {
    const data = { added: ['password=hunter2'], removed: [], changed: [], definitions: [] };
    expect(redactEventData('tools:changed', data)).toEqual(data);
    const configuration = { added: ['password=hunter2'], from: '', admin: 'ann', outcome: 'done' as const };
    expect(redactEventData('admin:configuration', configuration)).toMatchObject({
      added: ['password=[redacted]'],
    });
  });
});
