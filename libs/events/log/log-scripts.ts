/** Scripts in Lua that the broker of the log executes as a whole, on keys that lie beside the log. */
export interface LogScripts {
  /** Runs a script. Rejects with a `LogError` if the broker is away. */
  run(source: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
}
