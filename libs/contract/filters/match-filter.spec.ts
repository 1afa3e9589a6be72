import {
  compileFilter,
  groupKeyOf,
  parseFilter,
  type EventDataMap,
  type EventType,
  type FilterSubject,
  type SessionFacts,
  type Unchecked,
} from '#contract';
import { SEED, seededRandom } from '../../../e2e/support/environment/random.ts';
import { anyFound, anyPattern } from './pattern.ts';

const SESSION: SessionFacts = { clientName: 'Cursor-VSCode', origin: 'protocol' };

function subject<T extends EventType>(
  type: T,
  data: Unchecked<EventDataMap[T]> & Record<string, unknown>,
  more: Partial<FilterSubject> = {},
): FilterSubject {
  const event = {
    id: '1',
    type,
    sessionId: 'S1',
    tenantId: 'acme',
    timestamp: '2026-01-01T00:00:00.000Z',
    data,
  };
  return { event, session: SESSION, isRunning: false, ...more };
}

const CALL = { callId: 'c1', tool: 'Search_Docs', traceId: 'ab12', upstream: 'Docs', instance: 'I1' };
const START = subject('tool:start', CALL);
const DONE = subject('tool:done', { ...CALL, durationMs: 100 });
const ERROR = subject('tool:error', {
  ...CALL,
  durationMs: 2_000,
  error: 'Connection REFUSED',
  kind: 'thrown',
});
const GROUP = groupKeyOf({ tool: 'Search_Docs', kind: 'thrown', message: 'Connection REFUSED' });
const PROGRESS = subject('tool:progress', { ...CALL, progress: 1, message: 'Half Way' });
const OPEN = subject(
  'session:open',
  { origin: 'derived', client: { name: 'Claude Code', version: '1.2' }, protocolVersion: '2026-07-28' },
  { session: undefined },
);
const CLOSE = subject('session:close', { reason: 'client', durationMs: 5_000, calls: 3 });
const DEGRADED_EVENT = { type: 'log:degraded', sessionId: '', tenantId: '', data: { error: 'Disk full' } };
const DEGRADED: FilterSubject = { event: DEGRADED_EVENT, session: undefined, isRunning: false };

const SUBJECTS = { START, DONE, ERROR, PROGRESS, OPEN, CLOSE, DEGRADED };

function matcherOf(text: string): (subject: FilterSubject) => boolean {
  const parsed = parseFilter(text);
  if ('faults' in parsed) throw new Error(`${text}: ${JSON.stringify(parsed.faults)}`);
  return compileFilter(parsed.filter);
}

function selectedBy(text: string): string[] {
  const matches = matcherOf(text);
  return Object.entries(SUBJECTS).flatMap(([name, subject]) => (matches(subject) ? [name] : []));
}

const ALL = Object.keys(SUBJECTS);
const CALLS = ['START', 'DONE', 'ERROR', 'PROGRESS'];
const OF_SESSION = ALL.filter((name) => name !== 'DEGRADED');

describe('a filter', () => {
  it.each([
    ['', ALL],
    ['type:tool:error,session:*', ['ERROR', 'OPEN', 'CLOSE']],
    ['type:*:done', ['DONE']],
    ['tool:search*', CALLS],
    ['tool:SEARCH_DOCS', CALLS],
    ['tool:search', []],
    ['tool:*', CALLS],
    ['tool:nothing,*docs', CALLS],
    ['session:S1', OF_SESSION],
    ['session:s1', []],
    ['session:*', OF_SESSION],
    ['tenant:acme', OF_SESSION],
    ['tenant:Acme', []],
    ['tenant:*', OF_SESSION],
    ['client:cursor*', ['START', 'DONE', 'ERROR', 'PROGRESS', 'CLOSE']],
    ['client:"claude code"', ['OPEN']],
    ['client:1.2', []],
    ['kind:timeout,THROWN', ['ERROR']],
    ['kind:t*', ['ERROR']],
    ['kind:cancelled', []],
    [`group:${GROUP}`, ['ERROR']],
    [`group:${GROUP.toUpperCase()}`, []],
    ['group:*', ['ERROR']],
    ['duration:>2s', []],
    ['duration:>=2s', ['ERROR']],
    ['duration:<100ms', []],
    ['duration:<=100ms', ['DONE']],
    ['duration:100ms..2s', ['DONE']],
    ['duration:>1s,<=100ms', ['DONE', 'ERROR']],
    ['is:error', ['ERROR']],
    ['is:derived', ['OPEN']],
    ['is:error,derived', ['ERROR', 'OPEN']],
    ['is:running', []],
    ['is:unknown', []],
    ['trace:ab12', CALLS],
    ['trace:AB12', []],
    ['upstream:DOCS', CALLS],
    ['instance:I1', CALLS],
    ['instance:i1', []],
    ['docs', CALLS],
    ['"h_d"', CALLS],
    ['vscode', ['START', 'DONE', 'ERROR', 'PROGRESS', 'CLOSE']],
    ['"claude code"', ['OPEN']],
    ['refused', ['ERROR']],
    ['"disk full"', ['DEGRADED']],
    ['half*way', ['PROGRESS']],
    ['way*half', []],
    ['acme', []],
    ['refused,full', ['ERROR', 'DEGRADED']],
    ['docs refused', ['ERROR']],
    ['docs -refused', ['START', 'DONE', 'PROGRESS']],
    ['tool:search* type:tool:error,tool:done is:error', ['ERROR']],
    ['tool:a tool:search*', []],
  ])('%j selects %j', (text, names) => expect(selectedBy(text)).toEqual(names));

  it.each([
    'type:tool:*',
    'tool:search*',
    'session:S1',
    'tenant:acme',
    'client:cursor*',
    'kind:thrown',
    'group:*',
    'duration:>0ms',
    'is:error,derived',
    'is:running',
    'trace:ab12',
    'upstream:docs',
    'instance:I1',
    'docs',
    '*',
  ])('selects with -%s exactly what it does not select with the term itself', (term) => {
    const selected = selectedBy(term);
    expect(selectedBy(`-${term}`)).toEqual(ALL.filter((name) => !selected.includes(name)));
  });

  it('selects a running call by its tool:start alone', () => {
    const matches = matcherOf('is:running');
    expect(matches({ ...START, isRunning: true })).toBe(true);
    expect(matches({ ...PROGRESS, isRunning: true })).toBe(false);
  });

  it('selects every event of a call whose tool is not offered by is:unknown', () => {
    const unknown = (type: 'tool:start' | 'tool:done'): FilterSubject =>
      subject(type, { ...CALL, durationMs: 1, offered: false });
    expect(matcherOf('is:unknown')(unknown('tool:start'))).toBe(true);
    expect(matcherOf('is:unknown')(unknown('tool:done'))).toBe(true);
  });

  it("selects an event by its session's client and origin", () => {
    const ofSession = { ...START, session: { clientName: 'Zed', origin: 'derived' } } as const;
    expect(matcherOf('client:zed is:derived zed')(ofSession)).toBe(true);
    const ofNone = { ...START, session: undefined };
    expect(matcherOf('client:*')(ofNone)).toBe(false);
    expect(matcherOf('-client:* -is:derived')(ofNone)).toBe(true);
  });

  it('does not search payloads', () => {
    const payload = subject('tool:start', { ...CALL, arguments: { message: 'secret' } });
    expect(matcherOf('secret')(payload)).toBe(false);
  });

  it('takes an event of a newer type for what its members say, and for no type', () => {
    const newer: FilterSubject = {
      event: { type: 'newer:type', sessionId: 'S1', tenantId: '', data: { upstream: 'docs', client: null } },
      session: undefined,
      isRunning: true,
    };
    expect(matcherOf('upstream:docs -is:running,unknown,derived -tool:*')(newer)).toBe(true);
    expect(matcherOf('type:*')(newer)).toBe(false);
    expect(matcherOf('-type:*')(newer)).toBe(true);
  });

  it('ignores the case of any alphabet, also around a star', () => {
    const named = (tool: string): FilterSubject => subject('tool:start', { callId: 'c1', tool });
    expect(matcherOf('tool:STRASSE')(named('straße'))).toBe(true);
    expect(matcherOf('tool:*ΟΣ')(named('Λόγος'))).toBe(true);
    expect(matcherOf('tool:ΛΌΓΟ*σ')(named('Λόγος'))).toBe(true);
    expect(matcherOf('λόγοσ')(named('ΛΌΓΟΣ'))).toBe(true);
  });
});

describe('patterns', () => {
  const escaped = (parts: readonly string[]): string =>
    parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*');

  it('match like a regular expression that was made of them', () => {
    const random = seededRandom(SEED);
    const text = (most: number): string =>
      Array.from({ length: random.below(most) }, () => random.pick(['a', 'b'])).join('');
    for (let round = 0; round < 5_000; round += 1) {
      const parts = Array.from({ length: 1 + random.below(4) }, () => text(3));
      const subject = text(9);
      const found = { whole: anyPattern([{ parts }])(subject), within: anyFound([{ parts }])(subject) };
      expect({ parts, subject, ...found }).toEqual({
        parts,
        subject,
        whole: new RegExp(`^${escaped(parts)}$`).test(subject),
        within: new RegExp(escaped(parts)).test(subject),
      });
    }
  });
});
