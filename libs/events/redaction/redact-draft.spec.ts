import { redactData } from './redact-draft.ts';

describe('redactData', () => {
  it('leaves data without secrets as the object that it is', () => {
    const data = { callId: '1', tool: 'search', durationMs: 3 };
    expect(redactData(data)).toBe(data);
  });

  it('takes secrets out of every text from outside, and copies what it changes', () => {
    const data = {
      callId: '1',
      tool: 'search',
      durationMs: 3,
      error: 'password=hunter2',
      kind: 'thrown' as const,
    };
    expect(redactData(data)).toEqual({ ...data, error: 'password=[redacted]' });
    expect(data.error).toBe('password=hunter2');
  });

  it('takes them out of the names of clients', () => {
    const client = { name: 'agent token=abc', version: '1' };
    const data = { origin: 'protocol' as const, client, protocolVersion: '2025-11-25' };
    expect(redactData(data)).toEqual({ ...data, client: { name: 'agent token=[redacted]', version: '1' } });
  });

  it('leaves payloads alone, which have been redacted by their structure', () => {
    const data = { callId: '1', tool: 'search', arguments: { note: 'password=hunter2' } };
    expect(redactData(data)).toBe(data);
  });
});
