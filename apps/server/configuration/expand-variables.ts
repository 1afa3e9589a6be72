/** `${NAME}`, `${NAME:-DEFAULT}` and `${env:NAME}`, as other clients write them. */
const VARIABLE = /\$\{(?:env:)?([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

/** What other clients ask a person for, or read from settings and files of their own. */
const FOREIGN = /\$\{(?:input|config|command|file):[^}]*\}/g;

/**
 * A text with its variables replaced, the names of those that are not set and have no default, and what stands for something
 * that only another client has.
 */
export function expandVariables(
  text: string,
  environment: NodeJS.ProcessEnv,
): { text: string; missing: string[]; foreign: string[] } {
  const missing: string[] = [];
  const expanded = text.replaceAll(VARIABLE, (_all, name: string, byDefault?: string) => {
    const value = environment[name] ?? byDefault;
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  return { text: expanded, missing, foreign: text.match(FOREIGN) ?? [] };
}
