/** Lets the hosts of a browser, the shared one and those of replays, tell each other which account they serve. */
export interface AccountBoard {
  /** Tells the other hosts the account that a tab watches as; null after a sign-out. */
  tell(account: string | null): void;
  /** Calls `hear` with the accounts of other hosts. */
  listen(hear: (account: string | null) => void): void;
}

/** The board of a host that has no others. */
export const NO_OTHERS: AccountBoard = { tell: () => undefined, listen: () => undefined };
