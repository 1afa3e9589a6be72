/**
 * The environment of a process: the variables that the SDK takes for harmless, such as PATH and HOME, and what is
 * declared. Nothing else of ours, because our environment may hold secrets.
 */
export async function childEnvironment(
  declared: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  // Loaded on first use: it brings the whole client of the SDK along.
  const { getDefaultEnvironment } = await import('@modelcontextprotocol/client/stdio');
  return { ...getDefaultEnvironment(), ...declared };
}
