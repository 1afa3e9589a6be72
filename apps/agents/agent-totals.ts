/** What an agent did since it started. */
export interface AgentTotals {
  visits: number;
  calls: number;
  failed: number;
  cancelled: number;
}
