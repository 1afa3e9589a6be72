/** What an agent did in its life. */
export interface Tally {
  visits: number;
  calls: number;
  failed: number;
  cancelled: number;
}
