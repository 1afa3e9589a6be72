/** Which tools may be used, by name; `*` in a name matches any text. */
export interface ToolRules {
  /** Default: all. */
  allow?: readonly string[];
  /** Takes precedence over `allow`. Default: none. */
  deny?: readonly string[];
}
