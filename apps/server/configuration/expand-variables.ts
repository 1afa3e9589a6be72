/** `${NAME}`, `${NAME:-DEFAULT}` and `${env:NAME}`, as other clients write them. */
const VARIABLE = /\$\{(?:env:)?([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

/** A text with its variables replaced, and the names of those that are not set and have no default. */
export function expandVariables(
  text: string,
  environment: NodeJS.ProcessEnv,
): { text: string; missing: string[] } {
  const missing: string[] = [];
  const expanded = text.replaceAll(VARIABLE, (_all, name: string, byDefault?: string) => {
    const value = environment[name] ?? byDefault;
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  return { text: expanded, missing };
}
