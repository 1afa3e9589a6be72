import type { ToHost, ToTab } from '../messages.ts';

/** The messages on the channel that replaces a missing SharedWorker. All tabs and the host receive each of them. */
export type ChannelMessage =
  | { to: 'host'; from: string; message: ToHost }
  /** `tab`: the id of the tab that is meant; null for all. */
  | { to: 'tab'; tab: string | null; message: ToTab };
