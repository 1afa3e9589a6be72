import { redactedCopy, redactText } from '#redaction';
import { FORMS, LOOK_ALIKES, PASSWORDS, PLACES } from './corpus.ts';

/** The minimum share of secrets that is found, and the maximum share of look-alikes that is mistaken for one. */
const LEAST_FOUND = 0.99;
const MOST_MISTAKEN = 0.02;

describe('redaction of the corpus', () => {
  const placed = PLACES.flatMap(([kind, text]) =>
    PASSWORDS.map((secret) => ({ kind, text: text(secret), secret })),
  );
  const formed = FORMS.map(([text, secret]) => ({ kind: 'form', text, secret }));
  const secrets = [...placed, ...formed];

  function missedBy(redact: (text: string) => string): string[] {
    return secrets.filter(({ text, secret }) => redact(text).includes(secret)).map(({ text }) => text);
  }

  it.each([
    ['on its own', redactText],
    ['as a value under any key', (text: string) => JSON.stringify(redactedCopy({ note: text }, 65_536))],
    ['as a line among others', (text: string) => redactText(`Started at noon.\n${text}\nThe end.`)],
  ])('finds the secrets in a text %s', (_, redact) => {
    const missed = missedBy(redact);
    // The failure shows the list if it is too long.
    expect(1 - missed.length / secrets.length >= LEAST_FOUND ? [] : missed).toEqual([]);
  });

  it('finds a secret of every kind', () => {
    const missed = new Set(missedBy(redactText));
    const kinds = new Set(secrets.map(({ kind }) => kind));
    const found = new Set(secrets.filter(({ text }) => !missed.has(text)).map(({ kind }) => kind));
    expect(found).toEqual(kinds);
  });

  it('keeps what only looks like a secret', () => {
    const mistaken = LOOK_ALIKES.filter((text) => redactText(text) !== text);
    expect(mistaken.length / LOOK_ALIKES.length <= MOST_MISTAKEN ? [] : mistaken).toEqual([]);
  });

  it('changes nothing when it is applied again', () => {
    const changed = secrets.map(({ text }) => redactText(text)).filter((text) => redactText(text) !== text);
    expect(changed).toEqual([]);
  });
});
