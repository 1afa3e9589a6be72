export { isCardNumber } from './card-numbers.ts';
export { REDACTION_FAILED } from './redact-draft.ts';
export { redactedExcerpt, redactText } from './redact-text.ts';
export { REDACTED } from './secret-patterns.ts';
export { isSensitiveName } from './sensitive-names.ts';
