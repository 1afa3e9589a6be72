/** The body of every error outside `/mcp`. */
export interface ErrorBody {
  /** A stable code, such as `BAD_EVENT_ID`. */
  error: string;
  message: string;
  /** `BAD_FILTER` of `?filter=`: where the fault begins, from 0, in UTF-16 units of the decoded filter. */
  position?: number;
}
