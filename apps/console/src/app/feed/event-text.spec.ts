import { EVENT_TYPES, type CrowsnestEvent } from '#contract';

import { done, event, failed, opened, started } from '../../testing/events.ts';
import { ICONS } from '../ui/icons/icons.ts';
import { lookOf } from './event-look.ts';
import { textOf } from './event-text.ts';

const QUOTA = { scope: 'tenant', name: 'acme', limit: 'callsPerMinute', max: 600 } as const;

describe('textOf', () => {
  const described: [CrowsnestEvent, string][] = [
    [opened(1), 'weather-agent 1.0 | protocol, MCP 2025-11-25 | '],
    [
      event(2, 'session:close', { reason: 'admin', durationMs: 125_000, calls: 1 }),
      'agent | closed by an administrator, 1 call | 2 m 05 s',
    ],
    [
      event(2, 'session:expired', { reason: 'idle', idleMs: 1_800_000, calls: 2000 }),
      'agent | idle for 30 m 00 s, 2,000 calls | ',
    ],
    [
      event(2, 'session:expired', { reason: 'instance-lost', idleMs: 1, calls: 0 }),
      'agent | server instance lost, 0 calls | ',
    ],
    [
      event(3, 'instance:up', { instance: 'web-0a1b2c3d', name: 'web', version: '1.0.0' }),
      'web-0a1b2c3d | joins with version 1.0.0 | ',
    ],
    [
      event(3, 'instance:down', { instance: 'web-0a1b2c3d', reason: 'shutdown' }),
      'web-0a1b2c3d | was shut down | ',
    ],
    [
      event(3, 'tools:changed', {
        added: ['a', 'b', 'c', 'd', 'e'],
        removed: ['f'],
        changed: [{ tool: 'pay', before: '1', after: '2', differences: [] }],
        definitions: [],
      }),
      'Tools | changed pay; added a, b, c and 2 more; removed f | ',
    ],
    [event(3, 'upstream:up', { upstream: 'files' }), 'files | has answered | '],
    [event(3, 'upstream:up', { upstream: 'files', downMs: 65_000 }), 'files | has answered again | 1 m 05 s'],
    [
      event(3, 'upstream:down', { upstream: 'files', reason: 'EXITED', message: 'It ended.', exitCode: 7 }),
      'files | It ended. | ',
    ],
    [started(3, 'a'), 'get_weather |  | '],
    [event(3, 'tool:start', { callId: 'a', tool: 'made_up', offered: false }), 'made_up | not offered | '],
    [
      event(5, 'tool:error', {
        callId: 'a',
        tool: 'made_up',
        offered: false,
        durationMs: 0,
        error: 'gone',
        kind: 'protocol',
      }),
      'made_up | not offered, protocol: gone | 0 ms',
    ],
    [done(4, 'a', 1234), 'get_weather |  | 1.23 s'],
    [
      event(4, 'tool:done', { callId: 'a', tool: 'book', durationMs: 5, outcome: 'input_required' }),
      'book | input required | 5 ms',
    ],
    [failed(5, 'b'), 'get_weather | No such city | 80 ms'],
    [
      event(5, 'tool:error', {
        callId: 'a',
        tool: 't',
        durationMs: 0,
        error: 'gone',
        kind: 'protocol',
        code: -32602,
      }),
      't | protocol -32602: gone | 0 ms',
    ],
    [
      event(5, 'tool:error', {
        callId: 'a',
        tool: 't',
        durationMs: 1,
        error: 'city is missing',
        kind: 'tool',
        code: 'invalid-arguments',
      }),
      't | invalid-arguments: city is missing | 1 ms',
    ],
    [
      event(5, 'tool:error', { callId: 'a', tool: 't', durationMs: 1, error: 'oops', kind: 'thrown' }),
      't | threw: oops | 1 ms',
    ],
    [
      event(6, 'quota:exceeded', { ...QUOTA, value: 600, refused: 3 }),
      'acme | calls a minute, 3 refused | 600 of 600',
    ],
    [
      event(6, 'quota:near', { ...QUOTA, limit: 'argumentBytes', value: 900, max: 1_000 }),
      'acme | arguments of a call | 900 bytes of 1 kB',
    ],
    [
      event(6, 'admin:sign-in', { admin: 'ann', role: 'admin', from: '10.0.0.1', outcome: 'done' }),
      'ann | as admin, from 10.0.0.1 | ',
    ],
    [
      event(6, 'admin:sign-in', {
        admin: '',
        from: '10.0.0.1',
        outcome: 'refused',
        reason: 'The credentials are wrong',
        attempts: 3,
      }),
      '10.0.0.1 | refused, 3 times: The credentials are wrong | ',
    ],
    [event(6, 'log:degraded', { error: 'disk full' }), 'Log unavailable | disk full | '],
    [event(7, 'log:recovered', { durationMs: 3000, lost: 0 }), 'Log recovered | no events lost | 3 s'],
    [event(7, 'log:recovered', { durationMs: 3000, lost: 4 }), 'Log recovered | 4 events lost | 3 s'],
    [
      event(7, 'log:recovered', { durationMs: 3000, lost: null }),
      'Log recovered | number of lost events unknown | 3 s',
    ],
  ];

  it.each(described.map(([event, expected]) => ({ event, expected })))(
    'describes $event.type as “$expected”',
    ({ event, expected }) => {
      const { subject, detail, measure } = textOf(event, 'agent');
      expect(`${subject} | ${detail} | ${measure}`).toBe(expected);
    },
  );

  it('shows the name of an unknown type', () => {
    const unknown = { ...opened(1), type: 'upstream:lost', data: {} } as unknown as CrowsnestEvent;
    expect(textOf(unknown, undefined)).toEqual({ subject: 'upstream:lost', detail: '', measure: '' });
  });
});

describe('lookOf', () => {
  const ofType = (type: string, kind = 'tool') => lookOf({ type, data: { kind } } as never);

  it('gives every type a word of its own and every icon one color, so that color is not needed to tell them apart', () => {
    const looks = EVENT_TYPES.map((type) => ofType(type));
    expect(new Set(looks.map(({ word }) => word)).size).toBe(EVENT_TYPES.length);
    for (const alike of Map.groupBy(looks, ({ icon }) => icon).values())
      expect(new Set(alike.map(({ tone }) => tone)).size).toBe(1);
    for (const { icon } of looks) expect(Object.keys(ICONS)).toContain(icon);
  });

  it.each([
    ['tool', 'error', 'bad'],
    ['timeout', 'timeout', 'slow'],
    ['cancelled', 'cancelled', 'odd'],
    ['of-a-newer-server', 'error', 'bad'],
  ])('shows a failure of the kind %s as %s', (kind, word, tone) => {
    expect(ofType('tool:error', kind)).toMatchObject({ word, tone });
  });

  it('gives an unknown type a plain icon', () => {
    expect(ofType('upstream:lost')).toEqual({ icon: 'dot', tone: 'quiet', word: 'lost' });
  });
});
