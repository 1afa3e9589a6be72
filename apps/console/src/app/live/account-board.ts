/** Where the hosts of one browser, that of all tabs and those of replays, tell each other whom they serve. */
export interface AccountBoard {
  /** Tells the other hosts which account a tab watches as, or null because the admin has signed out. */
  tell(account: string | null): void;
  /** Calls `hear` with what other hosts tell. */
  listen(hear: (account: string | null) => void): void;
}

/** The board of a host that has no others. */
export const NO_OTHERS: AccountBoard = { tell: () => undefined, listen: () => undefined };
