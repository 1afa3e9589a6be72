/** The facts of a session when it opens. */
export interface SessionOpen {
  origin: 'protocol' | 'derived';
  client: { name: string; version: string };
  protocolVersion: string;
  traceId?: string;
  upstream?: string;
}

/** The facts of a call. */
export interface CallFacts {
  callId: string;
  tool: string;
  argumentBytes: number;
  traceId?: string;
  /** The call whose question this one answers. */
  continues?: string;
}

/** How a call ended. */
interface CallEnd extends CallFacts {
  durationMs: number;
  resultBytes?: number;
  result?: unknown;
}

/** The data of each event type that `POST /ingest` takes from here. */
export interface WireData {
  'session:open': SessionOpen;
  'session:close': { reason: 'client' | 'shutdown'; durationMs: number; calls: number };
  'session:expired': { reason: 'idle'; idleMs: number; calls: number };
  'tool:start': CallFacts & { arguments?: unknown };
  'tool:done': CallEnd & { outcome?: 'input_required' };
  'tool:error': CallEnd & {
    error: string;
    kind: 'tool' | 'thrown' | 'protocol' | 'cancelled';
    code?: number | string;
  };
  'tool:progress': { callId: string; tool: string; progress: number; total?: number; message?: string };
}

/** A type of event that observers tell of. */
export type WireType = keyof WireData;
