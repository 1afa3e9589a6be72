import { z } from 'zod';
import type { AlertReceiver } from './receiver.ts';

/** Maximum number of receivers. */
const MAX_RECEIVERS = 20;

const PAGERDUTY = 'https://events.pagerduty.com/v2/enqueue';

const text = z.string({ error: 'is not a text' }).min(1, { error: 'is empty' });

/** The name of an environment variable, whose value never stands in the file. */
const variable = text.transform((name, context): string => {
  const value = process.env[name];
  if (value) return value;
  context.addIssue({ code: 'custom', message: `names ${name}, which is not set in the environment` });
  return z.NEVER;
});

const FACTS = {
  name: text.regex(/^[^\p{C}]{1,100}$/u, { error: 'is not 1 to 100 printable characters' }),
  url: text.optional(),
  urlVariable: variable.describe('The environment variable that holds the URL.').optional(),
};
const PRIVATE = {
  allowPrivate: z
    .boolean({ error: 'is neither true nor false' })
    .describe('Whether its address may be private, loopback or link-local, and its URL http.')
    .default(false),
};
const SECRET = {
  secret: text.optional(),
  secretVariable: variable.describe('The environment variable that holds the secret.').optional(),
};

const FORMS = z.discriminatedUnion(
  'form',
  [
    z.strictObject({ ...FACTS, ...PRIVATE, ...SECRET, form: z.literal('standard') }),
    z.strictObject({ ...FACTS, ...PRIVATE, form: z.literal('slack') }),
    z.strictObject({ ...FACTS, ...PRIVATE, ...SECRET, form: z.literal('pagerduty') }),
    z.strictObject({ ...FACTS, ...PRIVATE, ...SECRET, form: z.literal('alertmanager') }),
    z.strictObject({ ...FACTS, form: z.literal('mail'), from: text, to: z.array(text).min(1).max(50) }),
  ],
  { error: 'is none of standard, slack, pagerduty, alertmanager, mail' },
);

type ReceiverForm = z.output<typeof FORMS>;

/** Who is notified of alerts, in the form of the configuration file. Names are unique. */
export const ALERT_RECEIVERS = z
  .array(FORMS.transform(receiverOf), { error: 'is not a list' })
  .max(MAX_RECEIVERS, { error: `has more than ${MAX_RECEIVERS} receivers` })
  .superRefine((receivers, context) => {
    const names = receivers.map(({ name }) => name);
    names.forEach((name, n) => {
      if (names.indexOf(name) < n)
        context.addIssue({
          code: 'custom',
          path: [n, 'name'],
          message: 'is the name of an earlier receiver',
        });
    });
  });

function receiverOf(form: ReceiverForm, context: z.RefinementCtx): AlertReceiver {
  const fault = (member: string, message: string): never => {
    context.addIssue({ code: 'custom', path: [member], message });
    return z.NEVER;
  };
  const { name } = form;
  const url = form.url ?? form.urlVariable ?? (form.form === 'pagerduty' ? PAGERDUTY : '');
  const isPrivate = form.form !== 'mail' && form.allowPrivate;
  if (!isUrlFor(form.form, url, isPrivate)) return fault('url', urlFault(form.form));
  if (form.form === 'mail') return { name, form: form.form, url, from: form.from, to: form.to };
  const facts = { name, url, allowPrivate: form.allowPrivate };
  if (form.form === 'slack') return { ...facts, form: form.form };
  const secret = form.secret ?? form.secretVariable;
  if (form.form === 'alertmanager')
    return { ...facts, form: form.form, ...(secret !== undefined && { secret }) };
  if (secret === undefined) return fault('secret', 'is missing; give secret or secretVariable');
  if (form.form === 'standard' && !/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
    return fault('secret', 'is not whsec_ and at least 24 bytes in Base64');
  return { ...facts, form: form.form, secret };
}

function isUrlFor(form: ReceiverForm['form'], url: string, allowPrivate: boolean): boolean {
  const protocols = form === 'mail' ? ['smtp:', 'smtps:'] : allowPrivate ? ['https:', 'http:'] : ['https:'];
  return URL.canParse(url) && protocols.includes(new URL(url).protocol);
}

function urlFault(form: ReceiverForm['form']): string {
  return form === 'mail' ? 'is no smtp or smtps URL' : 'is no https URL; http is taken with allowPrivate';
}
