import type { ToHost, ToTab } from '../messages.ts';

/** What travels over the channel where there is no SharedWorker. Everybody hears everything. */
export type ChannelMessage =
  | { to: 'host'; from: string; message: ToHost }
  /** `tab`: the id of the tab that is meant; null for all. */
  | { to: 'tab'; tab: string | null; message: ToTab };
