import type { AlertKind } from '#contract';
import type { StampedEvents } from './stamped-events.ts';

const MINUTE = 60_000;
const SERVER = { sessionId: '', tenantId: '' };

/** A rule of one kind, and events that raise its alert and end it. */
export interface AlertOccasion {
  rule: object;
  raise: (events: StampedEvents) => void;
  end: (events: StampedEvents) => void;
  /** The kind of what the alert is about; undefined for a rule about many events. */
  subject?: string;
}

const passesAfter = (ms: number) => (events: StampedEvents) => events.passAt(ms);

/** The occasion of each kind. The compiler asks for a new one. */
export const ALERT_OCCASIONS: Record<AlertKind, AlertOccasion> = {
  'error-rate': {
    rule: { window: '5m', minimum: 2, above: 0.5 },
    raise(events) {
      for (let n = 0; n < 3; n += 1) events.callAt(n, 'search', { error: 'no index' });
      events.passAt(2_000);
    },
    end: passesAfter(10 * MINUTE),
  },
  latency: {
    rule: { window: '5m', minimum: 2, above: '1s' },
    raise(events) {
      for (let n = 0; n < 3; n += 1) events.callAt(n, 'search', { durationMs: 2_000 });
      events.passAt(2_000);
    },
    end: passesAfter(10 * MINUTE),
  },
  'stuck-call': {
    rule: {},
    subject: 'call',
    raise(events) {
      const data = { callId: 'c-1', tool: 'crawl' };
      events.publishAt(0, { type: 'tool:start', sessionId: 's-1', tenantId: 'acme', data });
      events.passAt(2 * MINUTE);
    },
    end(events) {
      const data = { callId: 'c-1', tool: 'crawl', durationMs: 2 * MINUTE };
      events.publishAt(2 * MINUTE, { type: 'tool:done', sessionId: 's-1', tenantId: 'acme', data });
    },
  },
  'silent-session': {
    rule: { after: '5m' },
    subject: 'session',
    raise(events) {
      events.openAt(0, 's-1', 'nightly');
      events.passAt(6 * MINUTE);
    },
    end(events) {
      events.startAt(6 * MINUTE, 'crawl', 's-1');
    },
  },
  'silent-agent': {
    rule: { filter: 'tenant:acme', after: '10m' },
    raise(events) {
      events.callAt(0, 'search');
      events.passAt(11 * MINUTE);
    },
    end: (events) => events.callAt(12 * MINUTE, 'search'),
  },
  'log-degraded': {
    rule: {},
    raise: (events) => events.publishAt(0, { ...SERVER, type: 'log:degraded', data: { error: 'disk full' } }),
    end: (events) =>
      events.publishAt(MINUTE, { ...SERVER, type: 'log:recovered', data: { durationMs: MINUTE, lost: 0 } }),
  },
  'instance-lost': {
    rule: { window: '5m' },
    subject: 'instance',
    raise: (events) =>
      events.publishAt(0, {
        ...SERVER,
        type: 'instance:down',
        data: { instance: 'b-1', reason: 'lost' },
      }),
    end: passesAfter(6 * MINUTE),
  },
  quota: {
    rule: { window: '5m' },
    subject: 'limit',
    raise(events) {
      const data = {
        scope: 'agent',
        name: 'desk',
        limit: 'callsAtOnce',
        value: 21,
        max: 20,
        refused: 1,
      } as const;
      events.publishAt(0, { type: 'quota:exceeded', sessionId: '', tenantId: 'acme', data });
    },
    end: passesAfter(6 * MINUTE),
  },
  'tools-changed': {
    rule: { window: '5m' },
    subject: 'tool',
    raise(events) {
      const changed = [{ tool: 'pay', before: 'a', after: 'b', differences: [] }];
      const data = { added: [], removed: [], changed, definitions: [] };
      events.publishAt(0, { ...SERVER, type: 'tools:changed', data });
    },
    end: passesAfter(6 * MINUTE),
  },
  'upstream-down': {
    rule: {},
    subject: 'upstream',
    raise(events) {
      const data = { upstream: 'wiki', reason: 'EXITED', message: 'It has ended.', exitCode: 1 } as const;
      events.publishAt(0, { ...SERVER, type: 'upstream:down', data });
    },
    end: (events) => events.publishAt(MINUTE, { ...SERVER, type: 'upstream:up', data: { upstream: 'wiki' } }),
  },
};
