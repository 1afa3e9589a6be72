/**
 * What events of an observer outside say besides: which of its events they are. Crowsnest has not served their session
 * itself. Events that it adds for such a session have a `source`, and no `seq`.
 */
export interface FromOutside {
  /** Identifies one life of the process that was observed, within its tenant. */
  source?: string;
  /** The number of the event among those of its source. */
  seq?: number;
}

/** The source of an event that an observer outside has reported; undefined for other events. */
export function sourceOf({ data }: { data: object }): string | undefined {
  return 'source' in data && typeof data.source === 'string' ? data.source : undefined;
}
