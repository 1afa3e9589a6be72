import type { Variable } from './variables/variable.ts';
import { FILE_VARIABLE, VARIABLE_NAMES, VARIABLES } from './variables/variables.ts';

/** The rows of the README's table: name, default, meaning. */
export function configurationRows(): [name: string, byDefault: string, meaning: string][] {
  const rows = VARIABLE_NAMES.map((name): [string, string, string] => {
    const variable: Variable = VARIABLES[name];
    const byDefault = variable.default?.length ? `\`${String(variable.default)}\`` : '';
    return [`\`${name}\``, byDefault, variable.meaning];
  });
  return [...rows, [`\`${FILE_VARIABLE.name}\``, '', FILE_VARIABLE.meaning]];
}

/** The README's table in Markdown. */
export function configurationTable(): string {
  const rows = [['Variable', 'Default', 'Meaning'], ['---', '---', '---'], ...configurationRows()];
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
