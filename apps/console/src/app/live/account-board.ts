/**
 * Lets the hosts of a browser, the shared one and those of replays, tell each other which account they serve. A tab that
 * signs out tells them all itself: its own host may end with the tab.
 */
export interface AccountBoard {
  /** Tells the other hosts the account that a tab watches as; null tells all hosts that a tab has signed out. */
  tell(account: string | null): void;
  /** Calls `hear` with the accounts of other hosts. */
  listen(hear: (account: string | null) => void): void;
}

/** The board of a host that has no others. */
export const NO_OTHERS: AccountBoard = { tell: () => undefined, listen: () => undefined };
