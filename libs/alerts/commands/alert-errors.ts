import { EdgeError } from '#edge';
import { cutText } from '#redaction';
import { MAX_RULES } from '../rules/alert-rules.ts';
import { MAX_SILENCES } from '#contract';

/** Maximum length of a name that is told, in characters. */
const MAX_NAME = 100;

/** 403: the admin is one of one tenant. */
export function alertsOfAll(): EdgeError {
  return new EdgeError(403, 'FORBIDDEN', 'Alerts are of all tenants: they need an admin of all.');
}

/** 404: neither the configuration nor an admin has set the rule. */
export function ruleNotFound(name: string): EdgeError {
  return new EdgeError(404, 'RULE_NOT_FOUND', `There is no rule ${cutText(name, MAX_NAME)}`);
}

/** 409: a rule of the configuration can only be changed there. */
export function ruleOfConfiguration(name: string): EdgeError {
  const message = `The rule ${cutText(name, MAX_NAME)} is one of the configuration: change it there, or take another name`;
  return new EdgeError(409, 'RULE_OF_CONFIGURATION', message);
}

/** 409: each rule looks at every event. */
export function tooManyRules(): EdgeError {
  return new EdgeError(409, 'TOO_MANY_RULES', `There are ${MAX_RULES} rules already. Delete one first`);
}

/** 404: the silence never existed, was ended, or its time is over. */
export function silenceNotFound(id: string): EdgeError {
  return new EdgeError(404, 'SILENCE_NOT_FOUND', `No silence ${cutText(id, MAX_NAME)} lasts`);
}

/** 409: there are as many silences as there may be. */
export function tooManySilences(): EdgeError {
  const message = `There are ${MAX_SILENCES} silences already. End one first`;
  return new EdgeError(409, 'TOO_MANY_SILENCES', message);
}

/** 409: one preview at a time bounds what they cost the server. */
export function previewRunning(): EdgeError {
  const message = 'Another preview is being made. Try again once that has been answered.';
  return new EdgeError(409, 'PREVIEW_RUNNING', message);
}
