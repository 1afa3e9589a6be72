import type { PathParameters } from '#admin';
import { cutText } from '#redaction';

/** Maximum length of a name that is told, in characters: a client may send any text. */
const MAX_NAME = 100;

/** What the handlers of commands try to do, for those who may not. */
export const beginSilence = () =>
  ({ type: 'admin:alert-silence', what: { deed: 'begin', silence: '' } }) as const;

export const endSilence = ({ id }: PathParameters) =>
  ({ type: 'admin:alert-silence', what: { deed: 'end', silence: cutText(String(id), MAX_NAME) } }) as const;

export const setRule = ({ name }: PathParameters) =>
  ({ type: 'admin:alert-rule', what: { deed: 'set', rule: cutText(String(name), MAX_NAME) } }) as const;

export const deleteRule = ({ name }: PathParameters) =>
  ({ type: 'admin:alert-rule', what: { deed: 'delete', rule: cutText(String(name), MAX_NAME) } }) as const;
