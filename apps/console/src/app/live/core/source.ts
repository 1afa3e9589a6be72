import type { EventId } from '#contract';

import type { Connection } from '../connection.ts';
import type { ReplayAct, ReplayRange } from '../replay-state.ts';
import type { StreamFrame } from '../stream/stream-frame.ts';

/** The source of the frames of a picture: the stream or a replay. */
export interface Source {
  /** Begins to deliver frames: those after an event, or a snapshot first. */
  start(after?: EventId): void;
  /** Stops delivering frames. */
  stop(): void;
  /** Reconnects at once if that may help, because the network or the page is back. */
  checkNow(): void;
  /** Reconnects at once, because the admin asked for it. */
  retryNow(): void;
  /** Sets the range that the next start plays. Only a replay implements this and {@link act}. */
  choose?(range: ReplayRange): void;
  act?(act: ReplayAct): void;
}

/** Receives the frames and states of a source. */
export interface SourceListener {
  onFrame(frame: StreamFrame): void;
  onConnection(connection: Connection): void;
}

/** Creates the source of a host. */
export type SourceFactory = (listener: SourceListener) => Source;
