/** Keys of a part of a page, which act while the part has the focus. */
export interface PartKeys {
  part: string;
  keys: readonly string[];
  does: string;
}

/** The keys of parts, for the help sheet. Browsers and screen readers expect them there, so they cannot be switched off. */
export const PART_KEYS: readonly PartKeys[] = [
  { part: 'A list', keys: ['Home', 'End'], does: 'Go to its first or last row' },
  { part: 'A chart', keys: ['←', '→'], does: 'Read it step by step' },
  { part: 'A chart', keys: ['Shift', '→'], does: 'Select steps; Enter shows their time' },
  { part: 'The filter', keys: ['↓', 'Enter'], does: 'Take a suggestion' },
  { part: 'The filter', keys: ['Backspace'], does: 'Edit the last term' },
  { part: 'Arguments, results', keys: ['←', '→'], does: 'Fold or unfold a value' },
  { part: 'Arguments, results', keys: ['Ctrl', 'C'], does: 'Copy a value' },
  { part: 'Their search', keys: ['Enter'], does: 'Find the next; with Shift the one before' },
  { part: 'A replay', keys: ['←', '→'], does: 'Move along its line of time' },
];
