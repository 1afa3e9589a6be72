import type { UncommittedEvent } from '#contract';
import { KnownSources } from './known-sources.ts';
import { lostOfSource } from './lost-of-source.ts';
import { foldSource, hasOpen, newSource, type SourceState } from './source-state.ts';

const AT = '2026-11-01T12:00:00.000Z';

function event(type: string, sessionId: string, data: object): UncommittedEvent {
  return {
    type,
    sessionId,
    tenantId: 'acme',
    timestamp: AT,
    data: { source: 'desk', ...data },
  } as unknown as UncommittedEvent;
}

const open = (id: string) => event('session:open', id, { origin: 'protocol', client: {} });
const start = (id: string, callId: string) => event('tool:start', id, { callId, tool: 'search' });
const done = (id: string, callId: string) =>
  event('tool:done', id, { callId, tool: 'search', durationMs: 1 });

/** Ends what is open, as when the source was silent. */
function lose(state: SourceState): void {
  for (const draft of lostOfSource({ tenantId: 'acme', source: 'desk', state }, Date.parse(AT)))
    foldSource(state, { ...draft, timestamp: AT });
}

describe('the state of a source outside', () => {
  it('counts the running calls of each session', () => {
    const state = newSource();
    for (const one of [
      open('s1'),
      open('s2'),
      start('s1', 'a'),
      start('s1', 'b'),
      start('s2', 'c'),
      done('s1', 'a'),
    ])
      foldSource(state, one);
    const running = () => [...state.sessions].map(([id, session]) => [id, session.running]);
    expect(running()).toEqual([
      ['s1', 1],
      ['s2', 1],
    ]);
    foldSource(state, start('s1', 'b'));
    expect(running()[0]).toEqual(['s1', 1]);
    foldSource(state, done('s1', 'unknown'));
    expect(running()[0]).toEqual(['s1', 1]);
  });

  it('remembers the last 1,000 sessions that it has lost, and opens each of them again', () => {
    const state = newSource();
    for (let n = 0; n < 1_500; n += 1) foldSource(state, open(`s${n}`));
    lose(state);
    expect(hasOpen(state)).toBe(false);
    expect(state.lost.size).toBe(1_000);
    expect(state.lost.has('s499')).toBe(false);
    foldSource(state, open('s500'));
    expect(state.lost.has('s500')).toBe(false);
    expect([...state.sessions.keys()]).toEqual(['s500']);
  });

  it('is the same after it was saved and restored', () => {
    const known = new KnownSources();
    for (const one of [
      open('s1'),
      start('s1', 'a'),
      open('s2'),
      event('session:expired', 's2', { reason: 'instance-lost' }),
    ])
      known.fold(one);
    const restored = new KnownSources(
      JSON.parse(JSON.stringify(known.save())) as ReturnType<KnownSources['save']>,
    );
    expect(restored.find('acme', 'desk')).toEqual(known.find('acme', 'desk'));
    expect(restored.find('acme', 'desk')?.sessions.get('s1')?.running).toBe(1);
    expect(restored.find('acme', 'desk')?.lost.has('s2')).toBe(true);
  });
});
