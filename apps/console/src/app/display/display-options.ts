import type { DisplayChoices } from './display-choices.ts';
import { formatZone } from '../time/times.ts';
import type { StoredChoice } from './stored-choice.ts';

/** A value of a preference, with its label. */
export interface DisplayOption {
  label: string;
  isChosen: () => boolean;
  choose: () => void;
}

/** A preference with its values. */
export interface DisplayGroup {
  name: string;
  options: readonly DisplayOption[];
}

/** Returns the display preferences with their values. */
export function displayGroups({ theme, rows, times, zone }: DisplayChoices): DisplayGroup[] {
  return [
    groupOf('Theme', theme, { system: 'System', light: 'Light', dark: 'Dark' }),
    groupOf('Rows', rows, { compact: 'Compact', comfortable: 'Comfortable' }),
    groupOf('Times', times, { absolute: 'Time of day', relative: 'Time passed' }),
    groupOf('Time zone', zone, { local: `Local, ${formatZone(Date.now())}`, utc: 'UTC' }),
  ];
}

function groupOf<T extends string>(
  name: string,
  choice: StoredChoice<T>,
  labels: Record<T, string>,
): DisplayGroup {
  const options = choice.values.map((value) => ({
    label: labels[value],
    isChosen: () => choice.value() === value,
    choose: () => choice.choose(value),
  }));
  return { name, options };
}
