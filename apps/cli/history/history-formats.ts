/** The forms in which events are printed: `text` is for people, and the others are exports. */
export const HISTORY_FORMATS = ['text', 'jsonl', 'csv'] as const;

/** One of the forms. */
export type HistoryFormat = (typeof HISTORY_FORMATS)[number];
