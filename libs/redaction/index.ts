export { isCardNumber } from './card-numbers.ts';
export { cutText } from './cut-text.ts';
export { loggableError } from './loggable-error.ts';
export { loggableExcerpt, redactedExcerpt, redactText, REDACTION_FAILED } from './redact-text.ts';
export { redactedCopy } from './redacted-copy.ts';
export { REDACTED } from './redacted.ts';
export { isSensitiveName } from './sensitive-names.ts';
