/** Names of secrets, in any case and with any separators: `X-API-Key`, `clientSecret`. */
const SENSITIVE = new RegExp(
  [
    'passw(?:or)?d|passphrase|passcode|passwort|secret|token|credential|authorization|cookie|bearer|jwt',
    '(?:api|access|private|signing|signature|encryption|account|auth|shared|master|license)key',
    'signature|connection(?:string|ur[il])|database(?:dsn|ur[il])|session(?:id|key)|sessid|requeststate',
    'mnemonic|(?:seed|recovery)phrase|(?:backup|recovery)codes?|webhookur[il]|pwd$',
    '^(?:pass|auth|otp|totp|pin|cvv|cvc|cvn|ssn|sig|sas|dsn)$',
  ].join('|'),
);

/** `DB_PASS`, `smtpPass`: "pass" as a word of a longer name, not the end of "bypass". */
const PASS = /[a-z0-9](?:[_.-]pass|[_.-]?PASS|Pass)$/;

/** A number with such a name counts the tokens of a language model. */
const TOKEN_COUNT = /tokens$|token(?:count|limit|usage|budget)/;

/** Whether the value with this name is secret. */
export function isSensitiveName(name: string, value?: unknown): boolean {
  // A limit for untrusted input: real names are shorter.
  if (name.length > 200) return false;
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (!SENSITIVE.test(plain))
    return typeof value !== 'number' && (PASS.test(name) || /[_.-]pass$/i.test(name));
  return !(typeof value === 'number' && TOKEN_COUNT.test(plain));
}
