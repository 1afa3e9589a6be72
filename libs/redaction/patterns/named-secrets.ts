import { REDACTED } from '../redacted.ts';
import type { SecretPattern } from './secret-pattern.ts';

// The patterns run over untrusted text and take linear time for any of it: what precedes a keyword is never part of the
// match, and every repetition is bounded or can match in only one way.

/** The names of secrets. */
const NAME =
  String.raw`(?:passw(?:or)?d|passphrase|passcode|secret|credentials?` +
  String.raw`|token(?!s\\*["']?\s{0,3}[:=]\s{0,3}\d)` +
  String.raw`|(?:api|access|private|signing|encryption|account|auth|shared|master)[-_ ]?key|signature` +
  String.raw`|connection[-_ ]?string|session[-_]?id|(?<![a-z])(?:pwd|otp|pin|cvv|cvc|sig|auth)(?![a-z]))`;

/** Between a name and its value: the quote and the bracket that close the name, and `:`, `=`, `:=` or `=>`. */
const SEPARATOR = String.raw`\\*["']?\]?\s{0,3}(?:=>|:=|={1,3}|:)(?![=>])\s{0,3}`;

const KEPT = String.raw`(?!\\*["']?\[redacted\])`;

const VALUE =
  String.raw`(?:\\+["'][^"']*["']?|"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?` +
  String.raw`|(?![{[\\])[^\s"',;&)}\]]+)`;

/** `password: x`, `"apiKey": "x"`, `\"token\":\"x\"`, `client_secret=x`, `'password' => 'x'`, `$c['password'] = 'x'`. */
const NAMED = new RegExp(String.raw`(${NAME}[\w-]{0,30}${SEPARATOR})${KEPT}${VALUE}`, 'gi');

/** `DB_PASS=x`, `smtpPass: "x"`, `pass=x`. "Pass" has other meanings too, so numbers and flags are kept. */
const PASS = new RegExp(
  String.raw`((?:(?<=[A-Za-z0-9][_.-])[Pp](?:ass|ASS)|(?<![\w.-])[Pp](?:ass|ASS)(?==)|(?<=[a-z0-9])Pass)` +
    String.raw`${SEPARATOR})${KEPT}(?!(?:true|false|null|\d{1,4})(?![\w.-]))${VALUE}`,
  'g',
);

/** `Pwd={x}` of ODBC. */
const BRACED = /((?:password|pwd)\s{0,3}=\s{0,3})\{[^}\n]{1,256}\}/gi;

/** `password%3Dx`, `%22token%22%3A%22x%22`, as in a URL within a URL. */
const ENCODED = new RegExp(
  String.raw`(${NAME}[\w-]{0,30}(?:%2[27])?(?:%20|\+){0,2}%(?:25)?3[AD](?:%20|\+){0,2}(?:%2[27])?)` +
    String.raw`(?!\[redacted\])(?:(?!%(?:25)?(?:2[2467C]|7D|3B))[^\s&"'<>])+`,
  'gi',
);

/** `<password>x</password>`, also with a prefix, attributes and CDATA. */
const ELEMENT = new RegExp(
  String.raw`(<(?:[\w.-]{1,40}:)?[\w.-]{0,30}(?:passw(?:or)?d|pwd|passphrase|secret|token(?!s)|api[-_]?key|private[-_]?key)` +
    String.raw`[\w.-]{0,30}(?:\s[^<>]{0,200})?>)(?!\[redacted\])(?:<!\[CDATA\[[^\]]*|[^<]+)`,
  'gi',
);

/** `<add key="Password" value="x"/>`. */
const ATTRIBUTE = new RegExp(
  String.raw`((?:name|key)=["'][\w.-]{0,40}(?:passw(?:or)?d|secret|token(?!s)|api[-_]?key)[\w.-]{0,30}["']` +
    String.raw`\s{1,5}value=["'])(?!\[redacted\])[^"'<>]+`,
  'gi',
);

/** Secrets that are recognized by the name before them. */
export const NAMED_SECRETS: readonly SecretPattern[] = [
  { sign: '<', pattern: ELEMENT, replacement: `$1${REDACTED}` },
  { sign: 'value=', pattern: ATTRIBUTE, replacement: `$1${REDACTED}` },
  { sign: '%', pattern: ENCODED, replacement: `$1${REDACTED}` },
  { sign: '{', pattern: BRACED, replacement: `$1${REDACTED}` },
  { sign: /[:=]/, pattern: NAMED, replacement: `$1${REDACTED}` },
  { sign: /pass/i, pattern: PASS, replacement: `$1${REDACTED}` },
];
