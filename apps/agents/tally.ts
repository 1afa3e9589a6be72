/** What an agent did since it started. */
export interface Tally {
  visits: number;
  calls: number;
  failed: number;
  cancelled: number;
}
