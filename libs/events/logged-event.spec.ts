import type { EventId, UncommittedEvent } from '#contract';
import { LoggedEvent } from './logged-event.ts';
import { QuotedTexts } from './quoted-texts.ts';

const AWKWARD = [
  '',
  'plain',
  'a "quoted" \\ text',
  'line\r\n\u2028\u2029',
  '⚓🜁',
  '\ud800 alone',
  '\u0000\u001f',
];

describe('LoggedEvent', () => {
  it.each(AWKWARD)('is written as JSON.stringify writes it, for %j', (text) => {
    for (let twice = 0; twice < 2; twice += 1) {
      const event: UncommittedEvent = {
        type: 'tool:start',
        sessionId: text,
        tenantId: `tenant ${text}`,
        timestamp: '2026-11-22T12:00:00.000Z',
        data: { callId: text, tool: text },
      };
      const { id, json, event: numbered } = LoggedEvent.number('17' as EventId, event);
      expect(json).toBe(JSON.stringify({ id, ...event }));
      expect(numbered).toEqual({ id: '17', ...event });
    }
  });
});

describe('QuotedTexts', () => {
  it('keeps no more than a bounded number, and no long ones', () => {
    const texts = new QuotedTexts();
    for (let n = 0; n < 25_000; n += 1) texts.quote(`session-${n}`);
    expect(texts.size).toBeLessThanOrEqual(10_000);
    const { size } = texts;
    expect(texts.quote('x'.repeat(1_000))).toHaveLength(1_002);
    expect(texts.size).toBe(size);
  });
});
