import type { KnownSource, OutsideCall, OutsideSession, SourceState } from './source-state.ts';

/** A session as it is saved. The number of its running calls follows from the calls. */
type SavedSession = Omit<OutsideSession, 'running'> & { state: 'open' | 'lost' };

/** The saved form of a source. */
export interface SavedSource extends Pick<SourceState, 'seq' | 'instance'> {
  tenantId: string;
  source: string;
  sessions: [string, SavedSession][];
  calls: [string, OutsideCall][];
}

/** What is saved of a source. */
export function savedSource({ tenantId, source, state }: KnownSource): SavedSource {
  const { sessions, lost, calls, ...others } = state;
  const saved = [...savedSessions(sessions, 'open'), ...savedSessions(lost, 'lost')];
  return { ...others, tenantId, source, sessions: saved, calls: [...calls] };
}

/** The source that was saved. */
export function sourceFrom({
  tenantId: _tenant,
  source: _name,
  sessions,
  calls,
  ...state
}: SavedSource): SourceState {
  const running = Map.groupBy(calls, ([, { sessionId }]) => sessionId);
  const inState = (wanted: SavedSession['state']) =>
    sessions
      .filter(([, session]) => session.state === wanted)
      .map(([id, { state: _state, ...session }]): [string, OutsideSession] => [
        id,
        { ...session, running: running.get(id)?.length ?? 0 },
      ]);
  return {
    ...state,
    sessions: new Map(inState('open')),
    lost: new Map(inState('lost')),
    calls: new Map(calls),
  };
}

function savedSessions(
  sessions: ReadonlyMap<string, OutsideSession>,
  state: SavedSession['state'],
): [string, SavedSession][] {
  return Array.from(sessions, ([id, { running: _running, ...session }]) => [id, { ...session, state }]);
}
