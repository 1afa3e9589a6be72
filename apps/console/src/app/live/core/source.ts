import type { EventId } from '#contract';

import type { Connection } from '../connection.ts';
import type { ReplayAct, ReplayRange } from '../replay-state.ts';
import type { StreamFrame } from '../stream/stream-frame.ts';

/** Where the frames that make a picture come from: the stream, or a replay. */
export interface Source {
  /** Begins to tell frames: those after an event, or first a whole state. */
  start(after?: EventId): void;
  /** Tells nothing more. */
  stop(): void;
  /** Tries again at once if that may help, because the network or the page is back. */
  checkNow(): void;
  /** Tries again at once, by the admin's wish. */
  retryNow(): void;
  /** What to play from the next start on. Only a replay has it, as {@link act}. */
  choose?(range: ReplayRange): void;
  act?(act: ReplayAct): void;
}

/** What a source reports to. */
export interface SourceListener {
  onFrame(frame: StreamFrame): void;
  onConnection(connection: Connection): void;
}

/** Makes the source of a host. */
export type SourceFactory = (listener: SourceListener) => Source;
