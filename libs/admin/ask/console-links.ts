import { CONSOLE_PAGES, ROUTES, type ConsolePage } from '#contract';

/** What a page of the console shows: the filter, the range of time, and the call whose panel is open. */
export interface Shown {
  filter?: string | undefined;
  /** ISO 8601, UTC. */
  from?: string | undefined;
  to?: string | undefined;
  /** The id of an event of the call. */
  call?: string | undefined;
}

/** Links to pages of the console that show what an answer is about. */
export class ConsoleLinks {
  /** `root` is where the routes are: an origin, and the path below which they are mounted. */
  constructor(private readonly root: string) {}

  /** The link to a page; `id` is that of the session on its page. */
  to(page: ConsolePage, shown: Shown = {}, id = ''): string {
    const path = CONSOLE_PAGES[page].replace(':id', encodeURIComponent(id));
    const given = Object.entries(shown).filter((entry): entry is [string, string] => Boolean(entry[1]));
    const query = new URLSearchParams(given).toString();
    return `${this.root}${ROUTES.dashboard}/${path}${query && `?${query}`}`;
  }
}
