import type { CrowsnestEvent, EventId } from '#contract';

import type { Connection } from './connection.ts';
import type { PictureChanges } from './picture-changes.ts';
import type { ReplayAct, ReplayRange } from './replay-state.ts';

/** The messages of a tab to the host, which is the worker that holds the one connection for all tabs. */
export type ToHost =
  /**
   * Asks for pictures. `account` names the account that the cookie identified. `after` is the last event that the tab
   * has, or null. `replay` is the range that the host of a replay plays.
   */
  | { kind: 'watch'; account: string; after: EventId | null; visible: boolean; replay?: ReplayRange }
  /** The tab has taken a picture, and wants no other one for `restMs` milliseconds. */
  | { kind: 'taken'; number: number; restMs: number }
  | { kind: 'visible'; visible: boolean }
  /** Connect at once: by the admin's wish, or because the network or the page is back. */
  | { kind: 'retry'; byHand: boolean }
  /** Plays, pauses or moves a replay. */
  | { kind: 'replay'; act: ReplayAct }
  /** Asks for a whole event. `request` comes back with the answer. */
  | { kind: 'event'; request: number; id: EventId }
  /** The tab closes, or stops watching. */
  | { kind: 'leave' };

/** The messages of the host to a tab. */
export type ToTab =
  | { kind: 'connection'; connection: Connection }
  /**
   * `whole`: replaces what the tab has, but for the rows of the feed. `anew`: replaces those too, for they are of
   * another time. The tab answers with `taken`.
   */
  | { kind: 'picture'; number: number; whole: boolean; anew: boolean; changes: PictureChanges }
  | { kind: 'event'; request: number; answer: WholeEvent }
  /** The host does not know the tab, because it is new: the tab has to say again what it watches. */
  | { kind: 'introduce' }
  /** Another tab watches as another account, so the cookie has changed. The host has forgotten this tab. */
  | { kind: 'other-account' };

/** A complete event, or why there is none. */
export type WholeEvent = { event: CrowsnestEvent } | { problem: string };
