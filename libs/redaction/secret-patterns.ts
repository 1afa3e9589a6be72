/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

// Every pattern runs over texts from outside: none may take more than linear time. So what precedes a
// keyword is never part of the match, and whatever repeats is bounded or cannot match in two ways.

/** A private key in PEM, also one that is cut off. */
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** A header that is secret up to its closing quote, or else up to the end of its line. */
const QUOTED_HEADER =
  /((?:authorization|cookie)\\*["']\s{0,3}[:=]\s{0,3}\\*["'])(?!\[redacted\])(?:[^"\\]|\\[\s\S])+/gi;
const HEADER = /((?:authorization|cookie)\s{0,3}[:=]\s{0,3})(?!["'\\\s]|\[redacted\])[^\r\n]+/gi;

/** `password: x`, `"apiKey": "x"`, `\"token\":\"x\"`, `client_secret=x`. */
const NAMED = new RegExp(
  String.raw`((?:passw(?:or)?d|passphrase|passcode|secret|token(?!s\\*["']?\s{0,3}[:=]\s{0,3}\d)|credentials?` +
    String.raw`|(?:api|access|private|signing|encryption|account|auth|shared|master)[-_ ]?key|signature` +
    String.raw`|connection[-_ ]?string|session[-_]?id|(?<![a-z])(?:pwd|otp|pin|cvv|cvc|sig|auth)(?![a-z]))` +
    String.raw`[\w-]{0,30}\\*["']?\s{0,3}[:=]\s{0,3})(?!\\*["']?\[redacted\])` +
    String.raw`(?:\\+["'][^"']*["']?|"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?|(?![{[\\])[^\s"',;&)}\]]+)`,
  'gi',
);

/** A secret parameter of a URL whose name alone says too little. */
const QUERY = /([?&](?:[\w.-]{0,40}[_.-])?(?:key|code|sig|auth|sas|hash)=)(?!\[redacted\])[^\s&#"'\\]+/gi;

/** Credentials of an HTTP authorization scheme. Words follow "basic" too, so there a digit or a sign is asked for. */
const SCHEME =
  /\b(bearer\s{1,3}|(?:basic|negotiate)\s{1,3}(?=[a-z]{0,100}[\d+/=]))[A-Za-z0-9._~+/-]{8,}={0,2}/gi;

/** User and password in a URL; a password may hold what it should not. */
const URL_USER =
  /\b([a-z][a-z0-9+.-]{1,20}:\/\/)(?!\[redacted\])(?:[^\s/?#@"'\\]{1,256}|[^\s/:@"'\\]{0,64}:(?!\d{1,5}\/)[^\s@"'\\]{1,256})@/gi;

/** A JSON Web Token, or the beginning of one: JSON in base64. */
const JSON_WEB_TOKEN = /(?<![A-Za-z0-9])eyJ[\w-]{6,}(?:\.[\w-]{0,8192}){0,4}/g;

/** Keys that providers give a prefix of their own, so that they can be found. */
const PROVIDER_KEY = new RegExp(
  String.raw`(?<![A-Za-z0-9])(?:` +
    [
      String.raw`(?:sk|pk|rk)[-_][\w-]{16,}`, // OpenAI, Anthropic, Stripe and others
      String.raw`gh[pousr]_\w{16,}|github_pat_\w{16,}`,
      String.raw`gl(?:pat|dt|rt|soat|cbt|ptt|ft|imt|agent|oas)-[\w-]{16,}`,
      String.raw`xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}`, // Slack
      String.raw`(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}`, // AWS
      String.raw`AIza[\w-]{30,}|ya29\.[\w-]{16,}|GOCSPX-[\w-]{16,}`, // Google
      String.raw`npm_\w{30,}|pypi-[\w-]{16,}|hf_\w{20,}|r8_\w{30,}|dapi[0-9a-f]{32}`,
      String.raw`SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}|SK[0-9a-f]{32}`, // SendGrid, Mailgun, Twilio
      String.raw`do[opr]_v1_[0-9a-f]{32,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{16,}|whsec_[\w+/=]{16,}`,
      String.raw`(?:lin_api|lin_oauth|ntn|gsk|sbp|pplx|xai|tvly|fly|dp\.pt|hvs|hvb|glc)[-_.][\w-]{20,}`,
      String.raw`\d{8,10}:AA[\w-]{32,}`, // Telegram
      String.raw`AGE-SECRET-KEY-1[A-Z0-9]{20,}`,
    ].join('|') +
    ')',
  'g',
);

/** The shortest match of the pattern above. */
const SHORTEST_KEY = 13;

/** What every secret has in or about it, but for a provider's key. */
const SIGN = /[:=]|eyJ|\d{4}|(?:bearer|basic|negotiate)\s|-----BEGIN/i;

/** Whether it is worth looking for secrets: most names and messages are done with here. */
export function mayHoldSecret(text: string): boolean {
  return SIGN.test(text) || (text.length >= SHORTEST_KEY && text.search(PROVIDER_KEY) >= 0);
}

/** Each pattern with what takes its place; the order matters where one would spoil another. */
export const SECRET_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [PRIVATE_KEY, REDACTED],
  [QUOTED_HEADER, `$1${REDACTED}`],
  [HEADER, `$1${REDACTED}`],
  [URL_USER, `$1${REDACTED}@`],
  [SCHEME, `$1${REDACTED}`],
  [JSON_WEB_TOKEN, REDACTED],
  [PROVIDER_KEY, REDACTED],
  [NAMED, `$1${REDACTED}`],
  [QUERY, `$1${REDACTED}`],
];
