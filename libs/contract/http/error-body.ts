/** The body of every error outside `/mcp`. */
export interface ErrorBody {
  /** A stable code, such as `BAD_EVENT_ID`. */
  error: string;
  message: string;
}
